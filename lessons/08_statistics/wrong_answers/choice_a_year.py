"""Takes what is calmest."""

TASK, FAILS, CAUSE = "08.5", {"08.5.promises"}, "slow"

choice = {"halflife": 365, "calm": 0.0028, "quick": 295}
