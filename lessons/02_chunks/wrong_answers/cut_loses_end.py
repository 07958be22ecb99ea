"""Yields only what ends with a newline."""

TASK, FAILS = "02.3", {"02.3.lines", "02.3.returns", "02.3.limit"}
CAUSE = {"02.3.lines": "end-lost", "02.3.returns": "return-lost", "02.3.limit": "discarded"}
INSTEAD_OF = "yield rest"
WRITES = "return"
