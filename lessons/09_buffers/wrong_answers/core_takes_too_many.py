"""Takes as many as are asked for, whether they are there or not."""

TASK, FAILS = "09.2", {"09.2.full", "09.2.counts", "09.2.closed", "09.2.held"}
CAUSE = "raised"
INSTEAD_OF = "range(min(max_items, len(self._items)))"
WRITES = "range(max_items)"
