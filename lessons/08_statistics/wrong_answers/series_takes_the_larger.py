"""Lets `max` see to it that the divisor is no 0."""

TASK, FAILS, CAUSE = "08.1", {"08.1.arrays"}, "asked"
INSTEAD_OF = "(count + (count == 0))"
WRITES = "max(count, 1)"
