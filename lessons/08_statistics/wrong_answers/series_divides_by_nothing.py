"""Divides by a count of 0 when both halves are empty."""

TASK, FAILS, CAUSE = "08.1", {"08.1.merge"}, "nothing"
INSTEAD_OF = "(count + (count == 0))"
WRITES = "count"
