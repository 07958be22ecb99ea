"""Counts what was asked for as taken."""

TASK, FAILS, CAUSE = "09.2", {"09.2.counts"}, "asked-not-taken"
INSTEAD_OF = "self.taken += len(batch)"
WRITES = "self.taken += max_items"
