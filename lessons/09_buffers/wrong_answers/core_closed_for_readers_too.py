"""Gives nothing out any more once it is closed."""

TASK, FAILS, CAUSE = "09.2", {"09.2.closed"}, "rest-lost"
INSTEAD_OF = "range(min(max_items, len(self._items)))"
WRITES = "range(0 if self.closed else min(max_items, len(self._items)))"
