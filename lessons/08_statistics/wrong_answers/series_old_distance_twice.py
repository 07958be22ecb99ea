"""Squares the distance from the mean as it was."""

TASK, FAILS, CAUSE = "08.1", {"08.1.push", "08.1.digits"}, {"08.1.push": "old-twice", "08.1.digits": "elsewhere"}
INSTEAD_OF = "distance * (value - self.mean)"
WRITES = "distance * distance"
