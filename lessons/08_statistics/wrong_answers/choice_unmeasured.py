"""Chooses well, and measures nothing."""

TASK, FAILS, CAUSE = "08.5", {"08.5.measured"}, "missing"

choice = {"halflife": 35, "calm": ..., "quick": ...}
