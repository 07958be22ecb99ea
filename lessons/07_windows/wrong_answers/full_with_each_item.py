"""Takes "sliding" to mean by one."""

TASK, FAILS, CAUSE = "07.1", {"07.1.soon"}, "every-item"
INSTEAD_OF = "missing = stride"
WRITES = "missing = 1"
