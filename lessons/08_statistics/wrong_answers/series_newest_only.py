"""Puts what a value adds where the sum should be."""

TASK, FAILS = "08.1", {"08.1.push", "08.1.digits"}
CAUSE = {"08.1.push": "newest-only", "08.1.digits": "elsewhere"}
INSTEAD_OF = "self.squares += distance"
WRITES = "self.squares = distance"
