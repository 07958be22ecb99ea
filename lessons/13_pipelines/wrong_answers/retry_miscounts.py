"""Tells how many calls were made again."""

TASK, FAILS = "13.2", {"13.2.calls"}
CAUSE = "miscounted"
INSTEAD_OF = "return await give_up(item, error, calls)"
WRITES = "return await give_up(item, error, calls - 1)"
