"""Moves the mean by the share of the wrong half."""

TASK, FAILS = "08.1", {"08.1.merge", "08.1.arrays"}
CAUSE = {"08.1.merge": "mean", "08.1.arrays": "elsewhere"}
INSTEAD_OF = "self.mean = self.mean + gap * share"
WRITES = "self.mean = self.mean + gap * (1 - share)"
