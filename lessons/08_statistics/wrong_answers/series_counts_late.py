"""Divides by the number of values that came before."""

TASK, FAILS, CAUSE = "08.1", {"08.1.push", "08.1.digits"}, {"08.1.push": "mean"}
INSTEAD_OF = "distance / self.count"
WRITES = "distance / max(self.count - 1, 1)"
