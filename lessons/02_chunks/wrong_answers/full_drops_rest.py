"""Yields full chunks, and forgets the last one."""

TASK, FAILS, CAUSE = "02.1", {"02.1.full"}, "rest-lost"
INSTEAD_OF = "if parts:"
WRITES = "if not missing:"
