"""Takes whatever is there."""

TASK, FAILS = "09.2", {"09.2.full", "09.2.counts"}
CAUSE = {"09.2.full": "not-as-many", "09.2.counts": "other-items"}
INSTEAD_OF = "range(min(max_items, len(self._items)))"
WRITES = "range(len(self._items))"
