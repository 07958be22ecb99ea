"""Bounds growth and shrinking alike."""

TASK, FAILS = "10.3", {"10.3.settle"}
CAUSE = "halved"
INSTEAD_OF = "min(2.0, sqrt(target / seconds))"
WRITES = "max(0.5, min(2.0, sqrt(target / seconds)))"
