"""Counts the days before the jump too."""

TASK, FAILS, CAUSE = "08.5", {"08.5.measured"}, "two-years-too-many"

choice = {"halflife": 35, "calm": 0.0175, "quick": 763}
