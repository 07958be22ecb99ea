"""Gives each place that is in flight one that waits."""

TASK, FAILS, CAUSE = "12.5", {"12.5.room"}, "too-little"
INSTEAD_OF = "room = 13 "
WRITES = "room = 8 "
