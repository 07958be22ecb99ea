"""Thinks that a KeyError is not tried again."""

TASK, FAILS = "13.1", {"13.1.stats"}
CAUSE = "retries-missed"
INSTEAD_OF = "(7, 5, 0, 2, 3)"
WRITES = "(7, 5, 0, 2, 1)"
