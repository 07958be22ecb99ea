"""Leaves the view open for assignment."""

TASK, FAILS, CAUSE = "07.2", {"07.2.view"}, "writable"
INSTEAD_OF = ", writeable=False)"
WRITES = ")"
