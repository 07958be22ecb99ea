"""Counts every result that was ever there."""

TASK, FAILS = "13.5", {"13.5.watched"}
CAUSE = "ahead"
INSTEAD_OF = "max(self.most_waiting, self.ahead - self.in_flight)"
WRITES = "self.most_waiting + 1"
