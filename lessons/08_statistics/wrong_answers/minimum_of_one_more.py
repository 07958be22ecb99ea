"""Lets the front go one push too late."""

TASK, FAILS, CAUSE = "08.3", {"08.3.lowest"}, "too-long"
INSTEAD_OF = "<= self.pushed - self.size"
WRITES = "< self.pushed - self.size"
