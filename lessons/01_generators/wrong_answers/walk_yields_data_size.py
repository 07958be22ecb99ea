"""Yields the size of the data without its header."""

TASK, FAILS = "01.2", {"01.2.steps", "01.2.ends", "01.2.lazy"}
CAUSE = {"01.2.steps": "data-size"}
INSTEAD_OF = "yield position, size"
WRITES = "yield position, size - HEADER_SIZE"
