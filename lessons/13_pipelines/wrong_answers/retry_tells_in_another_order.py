"""Tells the error first."""

TASK, FAILS = "13.2", {"13.2.calls"}
CAUSE = "miscounted"
INSTEAD_OF = "return await give_up(item, error, calls)"
WRITES = "return await give_up(error, item, calls)"
