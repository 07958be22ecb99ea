"""Forgets that a batch may take no time."""

TASK, FAILS, CAUSE = "10.3", {"10.3.limits"}, "raised"
INSTEAD_OF = " if seconds else 2.0"
WRITES = ""
