"""Leaves `added` alone where one item takes the place of another."""

TASK, FAILS, CAUSE = "09.2", {"09.2.counts"}, "pushed-not-added"
INSTEAD_OF = "            self._items.popleft()\n"
WRITES = """            self._items.popleft()
            self.added -= 1
"""
