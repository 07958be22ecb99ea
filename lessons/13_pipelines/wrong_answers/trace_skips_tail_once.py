"""Thinks that a tail number which occurs twice is one item."""

TASK, FAILS = "13.1", {"13.1.stats"}
CAUSE = "values-skipped"
INSTEAD_OF = "(7, 5, 0, 2, 3)"
WRITES = "(7, 6, 0, 1, 2)"
