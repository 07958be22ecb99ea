"""Supposes that the core has been full."""

TASK, FAILS, CAUSE = "09.2", {"09.2.counts"}, "no-mark"
INSTEAD_OF = "max(self.high_water_mark, len(self._items))"
WRITES = "self.capacity"
