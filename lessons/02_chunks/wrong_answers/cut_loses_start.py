"""Yields what is before the cut, without what waited."""

TASK, FAILS = "02.3", {"02.3.lines", "02.3.returns", "02.3.limit"}
CAUSE = {"02.3.lines": "start-lost", "02.3.returns": "start-lost"}
INSTEAD_OF = 'b"".join([*held, memoryview(chunk)[:cut]])'
WRITES = "chunk[:cut]"
