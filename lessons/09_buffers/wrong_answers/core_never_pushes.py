"""Turns away whatever comes to a full core."""

TASK, FAILS = "09.2", {"09.2.full", "09.2.counts"}
CAUSE = {"09.2.full": "oldest-kept"}
INSTEAD_OF = """            if self.policy != "drop_oldest":
                return False
            self._items.popleft()
"""
WRITES = "            return False\n"
