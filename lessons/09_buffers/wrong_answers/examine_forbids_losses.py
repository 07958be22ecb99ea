"""Allows no buffer to drop anything."""

TASK, FAILS, CAUSE = "09.3", {"09.3.verdicts"}, "fails-all"
INSTEAD_OF = "stats.taken + stats.waiting + stats.dropped"
WRITES = "stats.taken + stats.waiting"
