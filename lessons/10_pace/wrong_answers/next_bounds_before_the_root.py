"""Bounds what stands under the root."""

TASK, FAILS = "10.3", {"10.3.settle"}
CAUSE = "root-of-two"
INSTEAD_OF = "min(2.0, sqrt(target / seconds))"
WRITES = "sqrt(min(2.0, target / seconds))"
