"""Moves the mean first, and knows one distance only."""

TASK, FAILS, CAUSE = "08.1", {"08.1.push", "08.1.digits"}, {"08.1.push": "new-twice", "08.1.digits": "elsewhere"}
INSTEAD_OF = "distance * (value - self.mean)"
WRITES = "(value - self.mean) ** 2"
