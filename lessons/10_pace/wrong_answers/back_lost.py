"""Has no use for tokens that come back."""

TASK, FAILS, CAUSE = "10.2", {"10.2.back"}, "lost"
INSTEAD_OF = "self.level = min(self.burst, self.level + tokens)"
WRITES = "pass"
