"""Has no lower limit."""

TASK, FAILS, CAUSE = "10.3", {"10.3.limits"}, "below"
INSTEAD_OF = "max(smallest, min(size * growth, largest))"
WRITES = "min(size * growth, largest)"
