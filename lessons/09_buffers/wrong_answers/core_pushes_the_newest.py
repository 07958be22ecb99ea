"""Makes room at the wrong end."""

TASK, FAILS, CAUSE = "09.2", {"09.2.full"}, "wrong-end"
INSTEAD_OF = "            self._items.popleft()\n"
WRITES = "            self._items.pop()\n"
