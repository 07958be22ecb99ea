"""Measures the calm from the first day on."""

TASK, FAILS, CAUSE = "08.5", {"08.5.measured"}, "from-the-start"

choice = {"halflife": 35, "calm": 0.3, "quick": 35}
