"""Hands out the deque itself."""

TASK, FAILS, CAUSE = "07.1", {"07.1.soon"}, "one-object"
INSTEAD_OF = "yield list(latest)"
WRITES = "yield latest"
