"""Reads a batch when it needs one, and leaves the other places empty."""

TASK, FAILS, CAUSE = "09.4", {"09.4.flow"}, "late"
INSTEAD_OF = "core.capacity - len(core)"
WRITES = "size"
