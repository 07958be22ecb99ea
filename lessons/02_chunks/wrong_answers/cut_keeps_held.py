"""Empties nothing after a cut."""

TASK, FAILS = "02.3", {"02.3.lines", "02.3.returns", "02.3.limit", "02.3.flat"}
CAUSE = {"02.3.lines": "came-twice", "02.3.returns": "came-twice", "02.3.flat": "kept"}
INSTEAD_OF = "held, size = [], 0"
WRITES = "size = 0"
