"""Trusts that the pauses are right by default."""

TASK, FAILS = "13.3", {"13.3.again"}
CAUSE = "default-delay"
INSTEAD_OF = ", retry_delay=0.5"
WRITES = ""
