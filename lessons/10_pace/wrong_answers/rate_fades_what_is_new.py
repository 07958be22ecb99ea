"""Adds what comes to the weight, and fades both."""

TASK, FAILS = "10.4", {"10.4.rate", "10.4.held"}
CAUSE = {"10.4.rate": "faded-when-new", "10.4.held": "other-rate"}
INSTEAD_OF = "self.weight = self.faded(now) + count"
WRITES = "self.weight += count\n        self.weight = self.faded(now)"
