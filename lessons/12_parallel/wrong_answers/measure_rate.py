"""Counts how many questions come back a second."""

TASK, FAILS, CAUSE = "12.5", {"12.5.measure"}, "rate"
INSTEAD_OF = "busy += question[1]"
WRITES = "busy += 1"
