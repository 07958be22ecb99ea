"""Looks at the mark before the new item is in."""

TASK, FAILS = "09.2", {"09.2.counts"}
CAUSE = "no-mark"
INSTEAD_OF = """        self._items.append(item)
        self.added += 1
        self.high_water_mark = max(self.high_water_mark, len(self._items))
"""
WRITES = """        self.high_water_mark = max(self.high_water_mark, len(self._items))
        self._items.append(item)
        self.added += 1
"""
