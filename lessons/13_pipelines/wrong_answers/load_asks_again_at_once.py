"""Tries again without a pause."""

TASK, FAILS = "13.3", {"13.3.again"}
CAUSE = "no-pause"
INSTEAD_OF = "retry_delay=0.5"
WRITES = "retry_delay=0"
