"""Works the pauses out, and forgets that they have a bound."""

TASK, FAILS = "13.2", {"13.2.calls"}
CAUSE = "own-delays"
INSTEAD_OF = "retry.delay(calls)"
WRITES = "retry.base_delay * 2 ** (calls - 1)"
