"""Counts each call that failed as retried."""

TASK, FAILS = "13.1", {"13.1.stats"}
CAUSE = "failures-counted"
INSTEAD_OF = "(7, 5, 0, 2, 3)"
WRITES = "(7, 5, 0, 2, 5)"
