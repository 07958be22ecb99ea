"""Takes over the largest count."""

TASK, FAILS, CAUSE = "08.7", {"08.7.promises"}, "error-too-large"
INSTEAD_OF = "min(counters"
WRITES = "max(counters"
