"""Takes the size for that of what follows the header."""

TASK, FAILS, CAUSE = "03.2", {"03.2.fields"}, "data-only"
INSTEAD_OF = "size = HEAD.size + len(UNSIGNED) + TAIL.size + len(data) + len(metadata)"
WRITES = "size = len(data) + len(metadata)"
