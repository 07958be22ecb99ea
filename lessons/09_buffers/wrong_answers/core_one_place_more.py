"""Asks whether there are too many, before one more comes in."""

TASK, FAILS = "09.2", {"09.2.full", "09.2.counts"}
CAUSE = {"09.2.full": "one-more", "09.2.counts": "other-items"}
INSTEAD_OF = "if len(self._items) == self.capacity:"
WRITES = "if len(self._items) > self.capacity:"
