"""Leaves the size as it is if no time has passed."""

TASK, FAILS, CAUSE = "10.3", {"10.3.limits"}, "no-time"
INSTEAD_OF = "if seconds else 2.0"
WRITES = "if seconds else 1.0"
