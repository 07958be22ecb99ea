"""Keeps the variance where the sum of squares should be."""

TASK, FAILS, CAUSE = "08.1", {"08.1.push", "08.1.digits"}, {"08.1.push": "averaged", "08.1.digits": "elsewhere"}
INSTEAD_OF = "self.squares += distance * (value - self.mean)"
WRITES = "self.squares += (distance * (value - self.mean) - self.squares) / self.count"
