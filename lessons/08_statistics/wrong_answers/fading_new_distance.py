"""Takes both ways to allow for the mean that moved."""

TASK, FAILS, CAUSE = "08.4", {"08.4.variance"}, "new-distance"
INSTEAD_OF = "distance * distance * faded"
WRITES = "distance * (value - self.mean) * faded"
