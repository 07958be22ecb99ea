"""Has debts, and makes nobody wait."""

TASK, FAILS, CAUSE = "10.2", {"10.2.borrow"}, "at-once"
INSTEAD_OF = "return now if self.level >= -ROUNDING else now - self.level / self.rate"
WRITES = "return now"
