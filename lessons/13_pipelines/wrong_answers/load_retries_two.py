"""Takes `retry_attempts` for the calls after the first."""

TASK, FAILS = "13.3", {"13.3.records", "13.3.again"}
CAUSE = {"13.3.records": "two-is-not-three", "13.3.again": ""}
INSTEAD_OF = "retry_attempts=3"
WRITES = "retry_attempts=2"
