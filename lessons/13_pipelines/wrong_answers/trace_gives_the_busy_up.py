"""Takes the plane for lost that the registry was busy for."""

TASK, FAILS = "13.1", {"13.1.stats"}
CAUSE = "busy-skipped"
INSTEAD_OF = "(7, 5, 0, 2, 3)"
WRITES = "(7, 4, 0, 3, 3)"
