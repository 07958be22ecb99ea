"""Leaves out a division."""

TASK, FAILS, CAUSE = "08.4", {"08.4.variance"}, "undivided"
INSTEAD_OF = "distance * faded / self.weight"
WRITES = "distance * faded"
