"""Saves up during the pause."""

TASK, FAILS, CAUSE = "10.1", {"10.1.level"}, "overflow"

trace = [(True, 1), (False, 1.5), (True, 0), (True, 0), (False, 0.5), (True, 13), (True, 13.5)]
