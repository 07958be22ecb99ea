"""Thinks that the empty row went on."""

TASK, FAILS = "13.1", {"13.1.stats"}
CAUSE = "given"
INSTEAD_OF = "(5, 7, 1, 0, 0)"
WRITES = "(5, 7, 0, 0, 0)"
