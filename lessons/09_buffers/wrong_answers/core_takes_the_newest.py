"""Takes from the end at which items come in."""

TASK, FAILS = "09.2", {"09.2.full", "09.2.closed"}
CAUSE = {"09.2.full": "newest-first", "09.2.closed": "rest-lost"}
INSTEAD_OF = "[self._items.popleft() for _"
WRITES = "[self._items.pop() for _"
