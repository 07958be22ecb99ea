"""Moves the moment on, and has nothing to fade then."""

TASK, FAILS = "10.4", {"10.4.rate", "10.4.held"}
CAUSE = {"10.4.rate": "unfaded", "10.4.held": "other-rate"}
INSTEAD_OF = "self.weight = self.faded(now) + count\n        self.updated = now"
WRITES = "self.updated = now\n        self.weight = self.faded(now) + count"
