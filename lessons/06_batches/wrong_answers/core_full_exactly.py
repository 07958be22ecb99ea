"""Asks whether a batch is full, and not whether it is more than that."""

TASK, FAILS = "06.3", {"06.3.full", "06.3.due"}
CAUSE = {"06.3.full": "exactly-full", "06.3.due": "full-first"}
INSTEAD_OF = "len(self) >= self.max_size"
WRITES = "len(self) == self.max_size"
