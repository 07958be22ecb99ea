"""Forgets that there are bytes before the first block."""

TASK, FAILS, CAUSE = "04.3", {"04.3.block"}, "before"
INSTEAD_OF = "begun - 1 if begun else None"
WRITES = "begun - 1"
