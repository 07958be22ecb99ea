"""Allows nothing to be held, not even the last block."""

TASK, FAILS, CAUSE = "04.5", {"04.5.verdicts"}, "fails-last"
INSTEAD_OF = "held.now <= 1"
WRITES = "held.now == 0"
