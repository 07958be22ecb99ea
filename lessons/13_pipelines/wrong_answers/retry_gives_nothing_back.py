"""Has `give_up` called, and forgets its result."""

TASK, FAILS = "13.2", {"13.2.calls"}
CAUSE = "result-lost"
INSTEAD_OF = "return await give_up(item, error, calls)"
WRITES = "await give_up(item, error, calls)\n                return None"
