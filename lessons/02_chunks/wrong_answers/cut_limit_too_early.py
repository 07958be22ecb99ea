"""Gives up a line that is as long as it may be."""

TASK, FAILS, CAUSE = "02.3", {"02.3.limit"}, "too-early"
INSTEAD_OF = "size > max_line"
WRITES = "size >= max_line"
