"""Divides by a count of 0 when both halves are empty."""

TASK, FAILS = "08.1", {"08.1.merge", "08.1.arrays"}
CAUSE = {"08.1.merge": "nothing", "08.1.arrays": "elsewhere"}
INSTEAD_OF = "(count + (count == 0))"
WRITES = "count"
