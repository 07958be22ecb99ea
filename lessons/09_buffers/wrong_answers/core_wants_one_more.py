"""Is ready when more than enough are there."""

TASK, FAILS, CAUSE = "09.2", {"09.2.ready"}, "late"
INSTEAD_OF = "len(self._items) >= min(count, self.capacity)"
WRITES = "len(self._items) > count or len(self._items) == self.capacity"
