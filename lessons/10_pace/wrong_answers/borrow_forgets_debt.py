"""Waits for the tokens, and has no debt then."""

TASK, FAILS, CAUSE = "10.2", {"10.2.borrow", "10.2.back"}, {"10.2.borrow": "no-debt"}
INSTEAD_OF = "return now if self.level >= -ROUNDING else now - self.level / self.rate"
WRITES = "due = now - min(0, self.level) / self.rate\n        self.level = max(0, self.level)\n        return due"
