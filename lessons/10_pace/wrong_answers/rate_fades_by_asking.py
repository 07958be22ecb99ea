"""Lets `at` fade the weight and forgets to say when."""

TASK, FAILS, CAUSE = "10.4", {"10.4.rate"}, "changed-by-asking"
INSTEAD_OF = "return self.faded(now) / weighed"
WRITES = "self.weight = self.faded(now)\n        return self.weight / weighed"
