"""Returns what `give_up` gives without waiting for it."""

TASK, FAILS = "13.2", {"13.2.calls"}
CAUSE = "not-awaited"
INSTEAD_OF = "return await give_up(item, error, calls)"
WRITES = "return give_up(item, error, calls)"
