"""Waits for somebody else to fill it."""

TASK, FAILS = "10.2", {"10.2.take", "10.2.borrow", "10.2.back", "10.2.exact"}
CAUSE = {"10.2.take": "never-filled", "10.2.exact": "more-than-rounding"}
INSTEAD_OF = "self.level = min(self.burst, self.level + (now - self.updated) * self.rate)"
WRITES = "pass"
