"""Takes the lowest mean for the largest distance."""

TASK, FAILS, CAUSE = "08.5", {"08.5.measured"}, "negative"

choice = {"halflife": 35, "calm": -0.0175, "quick": 35}
