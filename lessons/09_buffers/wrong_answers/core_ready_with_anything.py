"""Is ready as soon as there is something to take."""

TASK, FAILS, CAUSE = "09.2", {"09.2.ready"}, "impatient"
INSTEAD_OF = "len(self._items) >= min(count, self.capacity)"
WRITES = "len(self._items) > 0"
