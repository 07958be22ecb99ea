"""Yields what is left at the end, also when nothing is."""

TASK, FAILS, CAUSE = "02.1", {"02.1.full"}, "empty-chunk"
INSTEAD_OF = "if parts:"
WRITES = "if size:"
