"""Adds a row that nobody asked for."""

TASK, FAILS = "13.1", {"13.1.stats"}
CAUSE = "goes-on"
INSTEAD_OF = "(5, 1, 3, 2, 3),"
WRITES = "(5, 1, 3, 2, 3), (5, 1, 3, 2, 3),"
