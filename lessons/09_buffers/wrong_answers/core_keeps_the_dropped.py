"""Keeps what it pushes out, to be able to say what it was."""

TASK, FAILS, CAUSE = "09.2", {"09.2.held"}, "kept"
INSTEAD_OF = "            self._items.popleft()\n"
WRITES = """            self.lost = [*getattr(self, "lost", []), self._items.popleft()]
"""
