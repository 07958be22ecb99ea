"""Takes from the end at which the calls join."""

TASK, FAILS, CAUSE = "12.2", {"12.2.order"}, "newest-first"
INSTEAD_OF = "self.line.popleft()"
WRITES = "self.line.pop()"
