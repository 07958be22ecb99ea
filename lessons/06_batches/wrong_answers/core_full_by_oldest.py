"""Keeps one moment for full batches and for late ones: that of the oldest item."""

TASK, FAILS = "06.3", {"06.3.full", "06.3.due"}
CAUSE = {"06.3.full": "due-oldest", "06.3.due": "full-first"}
INSTEAD_OF = "self.waiting[self.max_size - 1][1]"
WRITES = "self.waiting[0][1]"
