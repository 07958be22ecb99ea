"""Counts a tail number that occurs twice as one retry."""

TASK, FAILS = "13.1", {"13.1.stats"}
CAUSE = "retries-missed"
INSTEAD_OF = "(7, 5, 0, 2, 3)"
WRITES = "(7, 5, 0, 2, 2)"
