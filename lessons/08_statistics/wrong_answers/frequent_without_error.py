"""Counts on, and says nothing of it."""

TASK, FAILS, CAUSE = "08.7", {"08.7.promises"}, "error-too-small"
INSTEAD_OF = "            error = count"
WRITES = "            error = 0"
