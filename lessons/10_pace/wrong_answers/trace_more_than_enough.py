"""Wants more in the bucket than is asked for."""

TASK, FAILS = "10.1", {"10.1.level"}
CAUSE = "strict"


trace = [(True, 1), (False, 1.5), (False, 2), (True, 2), (True, 1.5), (True, 0), (True, 0.5)]
