"""Believes that a single element goes on looking at the file."""

TASK, FAILS, CAUSE = "04.1", {"04.1.values"}, "number"
INSTEAD_OF = '"first": 31'
WRITES = '"first": 50'
