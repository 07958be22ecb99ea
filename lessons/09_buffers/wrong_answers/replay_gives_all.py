"""Gives out whatever is in the core."""

TASK, FAILS, CAUSE = "09.4", {"09.4.flow", "09.4.held"}, {"09.4.flow": "too-large", "09.4.held": "large"}
INSTEAD_OF = "core.take(size)"
WRITES = "core.take(core.capacity)"
