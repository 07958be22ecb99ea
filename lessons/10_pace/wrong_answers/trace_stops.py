"""Stops before the pause."""

TASK, FAILS, CAUSE = "10.1", {"10.1.level"}, "stops"

trace = [(True, 1), (False, 1.5), (True, 0), (True, 0)]
