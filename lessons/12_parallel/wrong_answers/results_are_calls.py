"""Takes the call for its result."""

TASK, FAILS, CAUSE = "12.3", {"12.3.out", "12.3.error"}, {"12.3.out": "no-result", "12.3.error": "no-result"}
INSTEAD_OF = "calls.take().result()"
WRITES = "calls.take()"
