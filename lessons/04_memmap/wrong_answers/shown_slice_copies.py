"""Believes that a slice of an array is a copy, as that of a list is."""

TASK, FAILS, CAUSE = "04.1", {"04.1.values"}, "view"
INSTEAD_OF = '"evening[0]": 50'
WRITES = '"evening[0]": 31'
