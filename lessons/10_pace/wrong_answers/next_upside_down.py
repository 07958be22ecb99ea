"""Divides what was measured by the target."""

TASK, FAILS, CAUSE = "10.3", {"10.3.settle", "10.3.limits"}, {"10.3.settle": "wrong-way"}
INSTEAD_OF = "sqrt(target / seconds)"
WRITES = "sqrt(seconds / target)"
