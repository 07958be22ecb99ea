"""Closes properly, but reads everything first."""

TASK, FAILS, CAUSE = "01.3", {"01.3.lazy"}, "read-all"
INSTEAD_OF = "in file:"
WRITES = "in list(file):"
