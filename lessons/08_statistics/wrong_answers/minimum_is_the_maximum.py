"""Drops the smaller ones."""

TASK, FAILS, CAUSE = "08.3", {"08.3.lowest"}, "largest"
INSTEAD_OF = "self.rising[-1][1] >= value"
WRITES = "self.rising[-1][1] <= value"
