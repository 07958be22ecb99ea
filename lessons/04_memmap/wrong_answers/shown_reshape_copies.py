"""Believes that a new shape needs a new place for the values."""

TASK, FAILS, CAUSE = "04.1", {"04.1.values"}, "view"
INSTEAD_OF = '"pairs[0, 0]": 50'
WRITES = '"pairs[0, 0]": 31'
