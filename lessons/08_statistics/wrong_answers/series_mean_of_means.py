"""Takes the mean of the two means."""

TASK, FAILS = "08.1", {"08.1.merge", "08.1.arrays"}
CAUSE = {"08.1.merge": "mean-of-means", "08.1.arrays": "elsewhere"}
INSTEAD_OF = "self.mean = self.mean + gap * share"
WRITES = "self.mean = (self.mean + other.mean) / 2 if count > 1 else self.mean"
