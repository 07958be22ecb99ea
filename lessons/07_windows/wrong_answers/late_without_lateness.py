"""Closes a window when a newer time has come."""

TASK, FAILS, CAUSE = "07.3", {"07.3.late"}, "lateness-ignored"
INSTEAD_OF = "time - lateness"
WRITES = "time"
