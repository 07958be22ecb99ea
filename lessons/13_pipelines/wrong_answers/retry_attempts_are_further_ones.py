"""Takes `max_attempts` for the calls after the first."""

TASK, FAILS = "13.2", {"13.2.calls"}
CAUSE = {"13.2.calls": "one-too-many"}
INSTEAD_OF = "calls >= retry.max_attempts"
WRITES = "calls > retry.max_attempts"
