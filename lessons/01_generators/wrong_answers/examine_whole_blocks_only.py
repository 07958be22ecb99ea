"""Tests whole blocks, on which both walks agree."""

TASK, FAILS, CAUSE = "01.4", {"01.4.verdicts"}, "spares-mutant"
INSTEAD_OF = 'block(b"three")[:-1]'
WRITES = 'b""'
