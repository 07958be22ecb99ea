"""Ends a session when a newer time has come."""

TASK, FAILS = "07.5", {"07.5.joins", "07.5.late"}
CAUSE = {"07.5.joins": "turned-away", "07.5.late": "too-early"}
INSTEAD_OF = "time - lateness"
WRITES = "time"
