"""Writes the level first."""

TASK, FAILS = "10.1", {"10.1.level"}
CAUSE = "no-pair"


trace = [(True, 1), (1.5, False), (0, True), (0, True), (0.5, False), (0, True), (0.5, True)]
