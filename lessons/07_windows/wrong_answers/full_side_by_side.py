"""Starts anew when a window is full, whatever the stride."""

TASK, FAILS, CAUSE = "07.1", {"07.1.soon"}, "side-by-side"
INSTEAD_OF = "missing = stride"
WRITES = "missing = size"
