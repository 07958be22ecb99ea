"""Takes the second bound for one on results that wait."""

TASK, FAILS, CAUSE = "12.2", {"12.2.room"}, "waiting-unbounded"
INSTEAD_OF = "self.ahead < self.max_ahead"
WRITES = "self.ahead - self.in_flight < self.max_ahead"
