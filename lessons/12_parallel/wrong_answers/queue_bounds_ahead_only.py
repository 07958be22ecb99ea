"""Lets as many run as may be ahead."""

TASK, FAILS, CAUSE = "12.2", {"12.2.room"}, "running-unbounded"
INSTEAD_OF = "self.in_flight < self.max_in_flight and "
WRITES = ""
