"""Keeps the last call back."""

TASK, FAILS = "13.2", {"13.2.calls"}
CAUSE = "too-few"
INSTEAD_OF = "calls >= retry.max_attempts"
WRITES = "calls >= max(1, retry.max_attempts - 1)"
