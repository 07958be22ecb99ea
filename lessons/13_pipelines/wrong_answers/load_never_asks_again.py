"""Leaves out the flight when the registry is busy."""

TASK, FAILS = "13.3", {"13.3.records", "13.3.again"}
CAUSE = {"13.3.records": "busy-once", "13.3.again": "never-again"}
INSTEAD_OF = "retry_attempts=3, "
WRITES = ""
