"""Looks at the head of the line, and leaves it there."""

TASK, FAILS, CAUSE = "12.2", {"12.2.order", "12.2.held"}, {"12.2.order": "still-there", "12.2.held": "kept"}
INSTEAD_OF = "self.line.popleft()"
WRITES = "self.line[0]"
