"""Takes the call for its result."""

TASK, FAILS, CAUSE = "12.4", {"12.4.out", "12.4.error"}, {"12.4.out": "no-result", "12.4.error": "no-result"}
INSTEAD_OF = "calls.take().result()"
WRITES = "calls.take()"
