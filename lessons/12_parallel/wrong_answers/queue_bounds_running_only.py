"""Thinks that what has finished costs nothing."""

TASK, FAILS, CAUSE = "12.2", {"12.2.room"}, "waiting-unbounded"
INSTEAD_OF = " and self.ahead < self.max_ahead"
WRITES = ""
