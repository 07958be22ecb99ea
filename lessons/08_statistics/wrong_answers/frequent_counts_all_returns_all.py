"""Leaves the dictionary as it is."""

TASK, FAILS, CAUSE = "08.7", {"08.7.promises", "08.7.held"}, {"08.7.promises": "too-many", "08.7.held": "grows"}
INSTEAD_OF = "if not count and len(counters) == k:"
WRITES = "if len(counters) < 0:"
