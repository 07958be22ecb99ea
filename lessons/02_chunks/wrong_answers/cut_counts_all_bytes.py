"""Counts on when a line has come out."""

TASK, FAILS, CAUSE = "02.3", {"02.3.limit"}, "total"
INSTEAD_OF = "held, size = [], 0"
WRITES = "held = []"
