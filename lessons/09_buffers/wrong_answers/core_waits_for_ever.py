"""Waits for a batch that the core cannot hold."""

TASK, FAILS, CAUSE = "09.2", {"09.2.ready"}, "for-ever"
INSTEAD_OF = "min(count, self.capacity)"
WRITES = "count"
