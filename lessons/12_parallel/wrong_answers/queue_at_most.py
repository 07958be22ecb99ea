"""Lets a call begin when a bound has been reached."""

TASK, FAILS, CAUSE = "12.2", {"12.2.room"}, "one-too-many"
INSTEAD_OF = "self.in_flight < self.max_in_flight and self.ahead < self.max_ahead"
WRITES = "self.in_flight <= self.max_in_flight and self.ahead <= self.max_ahead"
