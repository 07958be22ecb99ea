"""Forgets that the first start is 0."""

TASK, FAILS, CAUSE = "07.2", {"07.2.inside"}, "last-missing"
INSTEAD_OF = "// stride + 1)"
WRITES = "// stride)"
