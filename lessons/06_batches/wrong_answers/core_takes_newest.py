"""Pops items from the end."""

TASK, FAILS = "06.3", {"06.3.full", "06.3.due"}
CAUSE = {"06.3.full": "newest-first"}
INSTEAD_OF = "self.waiting.popleft()[0]"
WRITES = "self.waiting.pop()[0]"
