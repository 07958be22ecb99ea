"""Takes the places for what has to be held after a step."""

TASK, FAILS, CAUSE = "09.5", {"09.5.archive"}, "too-few"
INSTEAD_OF = '("error", 89, 0)'
WRITES = '("error", 88, 0)'
