"""Counts what it turns away, and not what it pushes out."""

TASK, FAILS = "09.2", {"09.2.counts"}
CAUSE = "drops-silent"
INSTEAD_OF = "            self._items.popleft()\n"
WRITES = """            self.dropped -= 1
            self._items.popleft()
"""
