"""Starts a window at every stride."""

TASK, FAILS, CAUSE = "07.2", {"07.2.inside"}, "outside"
INSTEAD_OF = "max(0, (len(rows) - size) // stride + 1)"
WRITES = "-(-len(rows) // stride)"
