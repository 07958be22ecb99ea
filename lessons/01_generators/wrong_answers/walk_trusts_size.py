"""Asks whether the block is all there, but not whether its size makes sense."""

TASK, FAILS, CAUSE = "01.2", {"01.2.ends"}, "stuck"
INSTEAD_OF = "if size < HEADER_SIZE or position + size > len(buffer)"
WRITES = "if position + size > len(buffer)"
