"""The shortest that is calm enough."""

TASK = "08.5"

choice = {"halflife": 31, "calm": 0.0198, "quick": 31}
