"""Lets no weight fade."""

TASK, FAILS, CAUSE = "08.4", {"08.4.mean", "08.4.variance"}, {"08.4.mean": "no-fading", "08.4.variance": "mean"}
INSTEAD_OF = "faded = (1 - self.alpha) * self.weight"
WRITES = "faded = self.weight"
