"""Believes that something is always lost."""

TASK, FAILS, CAUSE = "09.5", {"09.5.archive"}, "unmeasured"
INSTEAD_OF = '("error", 89, 0)'
WRITES = '("error", 89, 1)'
