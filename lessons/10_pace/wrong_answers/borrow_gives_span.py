"""Returns how long it takes."""

TASK, FAILS, CAUSE = "10.2", {"10.2.borrow"}, "span"
INSTEAD_OF = "return now if self.level >= -ROUNDING else now - self.level / self.rate"
WRITES = "return max(0, -self.level / self.rate)"
