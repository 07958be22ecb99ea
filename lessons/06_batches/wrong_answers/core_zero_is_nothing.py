"""Takes a time of 0 for no time."""

TASK, FAILS, CAUSE = "06.3", {"06.3.due"}, "zero"
INSTEAD_OF = "if self.waiting and self.max_wait is not None:"
WRITES = "if self.waiting and self.max_wait:"
