"""Moves the mean by the share of the wrong half."""

TASK, FAILS, CAUSE = "08.1", {"08.1.merge"}, "mean"
INSTEAD_OF = "self.mean = self.mean + gap * share"
WRITES = "self.mean = self.mean + gap * (1 - share)"
