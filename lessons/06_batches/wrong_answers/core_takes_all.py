"""Gives out everything once a batch is full."""

TASK, FAILS = "06.3", {"06.3.full", "06.3.due"}
CAUSE = {"06.3.full": "too-many", "06.3.due": "too-many"}
INSTEAD_OF = "count = min(self.max_size, len(self))"
WRITES = "count = len(self)"
