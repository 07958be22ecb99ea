"""Counts one item for each batch."""

TASK, FAILS = "13.1", {"13.1.stats"}
CAUSE = "batches-counted"
INSTEAD_OF = "(5, 1, 2, 0, 0)"
WRITES = "(2, 1, 1, 0, 0)"
