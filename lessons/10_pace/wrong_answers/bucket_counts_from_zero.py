"""Believes that every clock begins at 0."""

TASK, FAILS = "10.2", {"10.2.take"}
CAUSE = "starts-empty"
INSTEAD_OF = "burst, -inf"
WRITES = "burst, 0.0"
