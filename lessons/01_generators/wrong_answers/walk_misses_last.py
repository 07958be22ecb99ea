"""Stops when what is left is no longer than a header."""

TASK, FAILS, CAUSE = "01.2", {"01.2.steps"}, "last-missing"
INSTEAD_OF = "while position + HEADER_SIZE <= len(buffer)"
WRITES = "while position + HEADER_SIZE < len(buffer)"
