"""Puts tokens into a bucket that owes nothing any more."""

TASK, FAILS = "10.2", {"10.2.back"}
CAUSE = "forgiven"
INSTEAD_OF = "min(self.burst, self.level + tokens)"
WRITES = "min(self.burst, max(0, self.level) + tokens)"
