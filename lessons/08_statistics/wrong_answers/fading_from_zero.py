"""Lets the average climb from zero."""

TASK, FAILS, CAUSE = "08.4", {"08.4.mean", "08.4.variance"}, {"08.4.mean": "from-zero", "08.4.variance": "mean"}
INSTEAD_OF = "self.mean += distance / self.weight"
WRITES = "self.mean += self.alpha * distance"
