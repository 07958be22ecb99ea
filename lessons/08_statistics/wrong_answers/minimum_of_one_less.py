"""Lets the front go one push too early."""

TASK, FAILS, CAUSE = "08.3", {"08.3.lowest"}, "too-short"
INSTEAD_OF = "self.pushed - self.size:"
WRITES = "self.pushed - self.size + 1:"
