"""Yields a block whose end is not there."""

TASK, FAILS, CAUSE = "01.2", {"01.2.ends"}, "not-whole"
INSTEAD_OF = " or position + size > len(buffer)"
WRITES = ""
