"""Is on the safe side."""

TASK, FAILS, CAUSE = "09.5", {"09.5.archive"}, "too-many"
INSTEAD_OF = '("error", 89, 0)'
WRITES = '("error", 1000, 0)'
