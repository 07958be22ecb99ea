"""The longest that is quick enough, with days counted from 0."""

TASK = "08.5"

choice = {"halflife": 40, "calm": 0.015, "quick": 39}
