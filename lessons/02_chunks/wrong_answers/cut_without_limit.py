"""Waits for a newline as long as it takes."""

TASK, FAILS, CAUSE = "02.3", {"02.3.limit"}, "runaway"
INSTEAD_OF = "if size > max_line:"
WRITES = "if max_line < 0:"
