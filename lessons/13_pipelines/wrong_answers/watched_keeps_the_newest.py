"""Keeps the last number, not the largest."""

TASK, FAILS = "13.5", {"13.5.watched"}
CAUSE = "newest"
INSTEAD_OF = "max(self.most_waiting, self.ahead - self.in_flight)"
WRITES = "self.ahead - self.in_flight"
