"""Multiplies by the rate where tokens become seconds."""

TASK, FAILS, CAUSE = "10.2", {"10.2.borrow"}, "times-rate"
INSTEAD_OF = "now - self.level / self.rate"
WRITES = "now - self.level * self.rate"
