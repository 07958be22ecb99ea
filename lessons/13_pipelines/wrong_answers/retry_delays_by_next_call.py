"""Takes the number of the call that comes."""

TASK, FAILS = "13.2", {"13.2.calls"}
CAUSE = "delays-from-zero"
INSTEAD_OF = "retry.delay(calls)"
WRITES = "retry.delay(calls + 1)"
