"""Gives out what it stores."""

TASK, FAILS = "06.3", {"06.3.full", "06.3.due"}
CAUSE = {"06.3.full": "with-moments"}
INSTEAD_OF = "self.waiting.popleft()[0]"
WRITES = "self.waiting.popleft()"
