"""Divides, and cuts off: half a window below zero is none, and one more is one."""

TASK, FAILS, CAUSE = "07.2", {"07.2.inside"}, "short-array"
INSTEAD_OF = "max(0, (len(rows) - size) // stride + 1)"
WRITES = "max(0, int((len(rows) - size) / stride) + 1)"
