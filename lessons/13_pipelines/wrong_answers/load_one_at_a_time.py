"""Allows one question at a time, to be safe."""

TASK, FAILS = "13.3", {"13.3.held"}
CAUSE = "too-few"
INSTEAD_OF = "max_parallelism=4"
WRITES = "max_parallelism=1"
