"""Counts what is in flight as waiting."""

TASK, FAILS = "13.5", {"13.5.watched"}
CAUSE = "ahead"
INSTEAD_OF = "self.ahead - self.in_flight"
WRITES = "self.ahead"
