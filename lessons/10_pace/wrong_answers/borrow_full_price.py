"""Lets everybody wait for all of their tokens."""

TASK, FAILS, CAUSE = "10.2", {"10.2.borrow"}, "full-price"
INSTEAD_OF = "return now if self.level >= -ROUNDING else now - self.level / self.rate"
WRITES = "return now + tokens / self.rate"
