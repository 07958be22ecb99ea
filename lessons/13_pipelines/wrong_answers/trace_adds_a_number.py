"""Gives the calls as a sixth number."""

TASK, FAILS = "13.1", {"13.1.stats"}
CAUSE = "not-five"
INSTEAD_OF = "(7, 5, 0, 2, 3)"
WRITES = "(7, 5, 0, 2, 3, 10)"
