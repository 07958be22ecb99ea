"""Skips late items in silence."""

TASK, FAILS, CAUSE = "07.5", {"07.5.late"}, "late-lost"
INSTEAD_OF = "on_late(item)\n            continue"
WRITES = "continue"
