"""Has no upper limit."""

TASK, FAILS, CAUSE = "10.3", {"10.3.limits"}, "above"
INSTEAD_OF = "max(smallest, min(size * growth, largest))"
WRITES = "max(smallest, size * growth)"
