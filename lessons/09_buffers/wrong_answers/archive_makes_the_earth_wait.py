"""Waits rather than loses."""

TASK, FAILS, CAUSE = "09.5", {"09.5.archive"}, "earth-waits"
INSTEAD_OF = '("error", 89, 0)'
WRITES = '("block", 89, 0)'
