"""Wakes one, whoever that is."""

TASK, FAILS, CAUSE = "11.3", {"11.3.cancelled"}, "sleeps-on"
INSTEAD_OF = "self.changed.notify_all()  # nobody runs before the block is left"
WRITES = "self.changed.notify()"
