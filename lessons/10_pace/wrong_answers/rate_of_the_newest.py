"""Keeps the newest count alone."""

TASK, FAILS, CAUSE = "10.4", {"10.4.rate", "10.4.held"}, {"10.4.rate": "forgets-at-once"}
INSTEAD_OF = "self.faded(now) + count"
WRITES = "count"
