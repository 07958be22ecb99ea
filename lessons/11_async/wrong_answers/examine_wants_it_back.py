"""Thinks that a cancelled reader has always put everything back."""

TASK, FAILS, CAUSE = "11.4", {"11.4.verdicts"}, "fails-all"
INSTEAD_OF = "assert read + core.take(1)"
WRITES = "assert core.take(1)"
