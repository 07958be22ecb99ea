"""Knows that a size of 0 never ends, and takes any other."""

TASK, FAILS, CAUSE = "01.2", {"01.2.ends"}, "no-header"
INSTEAD_OF = "if size < HEADER_SIZE or"
WRITES = "if size == 0 or"
