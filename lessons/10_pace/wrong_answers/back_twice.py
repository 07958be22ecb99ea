"""Gives them to the bucket and to the next."""

TASK, FAILS, CAUSE = "10.2", {"10.2.back"}, "twice"
INSTEAD_OF = "self.level = min(self.burst, self.level + tokens)"
WRITES = "self.level = min(self.burst, self.level + 2 * tokens)"
