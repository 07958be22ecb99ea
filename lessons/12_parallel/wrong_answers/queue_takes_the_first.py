"""Takes whoever stands first, done or not."""

TASK, FAILS, CAUSE = "12.2", {"12.2.order"}, "not-done"
INSTEAD_OF = "bool(self.line) and self.line[0].done"
WRITES = "bool(self.line)"
