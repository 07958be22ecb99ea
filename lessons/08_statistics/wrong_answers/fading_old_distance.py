"""Squares the distance from the old mean."""

TASK, FAILS, CAUSE = "08.4", {"08.4.variance"}, "old-distance"
INSTEAD_OF = " * faded / self.weight"
WRITES = ""
