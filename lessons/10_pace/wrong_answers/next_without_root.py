"""Corrects the whole error at once."""

TASK, FAILS, CAUSE = "10.3", {"10.3.settle"}, "no-root"
INSTEAD_OF = "sqrt(target / seconds)"
WRITES = "target / seconds"
