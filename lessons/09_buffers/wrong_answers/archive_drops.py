"""Has room enough this week."""

TASK, FAILS, CAUSE = "09.5", {"09.5.archive"}, "drops"
INSTEAD_OF = '("error", 89, 0)'
WRITES = '("drop_newest", 89, 0)'
