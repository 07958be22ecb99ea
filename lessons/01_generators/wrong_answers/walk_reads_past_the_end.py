"""Asks only whether anything is left, and reads a header that is not all there."""

TASK, FAILS, CAUSE = "01.2", {"01.2.ends"}, "raised"
INSTEAD_OF = "while position + HEADER_SIZE <= len(buffer)"
WRITES = "while position < len(buffer)"
