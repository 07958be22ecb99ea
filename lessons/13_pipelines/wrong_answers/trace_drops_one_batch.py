"""Counts the rest as one."""

TASK, FAILS = "13.1", {"13.1.stats"}
CAUSE = "rest-lost"
INSTEAD_OF = "(5, 1, 2, 0, 0)"
WRITES = "(5, 1, 1, 0, 0)"
