"""Gives items out without removing them."""

TASK, FAILS = "06.3", {"06.3.full", "06.3.due", "06.3.flat"}
CAUSE = {"06.3.full": "not-taken", "06.3.flat": "items"}
INSTEAD_OF = "self.waiting.popleft()[0] for _ in range(count)"
WRITES = "self.waiting[number][0] for number in range(count)"
