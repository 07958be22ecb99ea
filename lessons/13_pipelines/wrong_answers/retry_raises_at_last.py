"""Raises the last error by itself."""

TASK, FAILS = "13.2", {"13.2.calls"}
CAUSE = "error-up"
INSTEAD_OF = "return await give_up(item, error, calls)"
WRITES = "raise"
