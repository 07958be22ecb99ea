"""Takes a copy, and forgets that it is asked for a list."""

TASK, FAILS, CAUSE = "07.1", {"07.1.soon"}, "no-list"
INSTEAD_OF = "yield list(latest)"
WRITES = "yield latest.copy()"
