"""Takes a batch's items for what comes out."""

TASK, FAILS = "13.1", {"13.1.stats"}
CAUSE = "sums-counted"
INSTEAD_OF = "(5, 1, 2, 0, 0)"
WRITES = "(5, 3, 2, 0, 0)"
