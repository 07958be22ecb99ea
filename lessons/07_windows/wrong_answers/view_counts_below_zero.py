"""Does not think of an array shorter than a window."""

TASK, FAILS, CAUSE = "07.2", {"07.2.inside"}, "raised"
INSTEAD_OF = "max(0, (len(rows) - size) // stride + 1)"
WRITES = "(len(rows) - size) // stride + 1"
