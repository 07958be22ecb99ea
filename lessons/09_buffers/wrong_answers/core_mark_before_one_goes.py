"""Puts the new item in, looks at the mark, and pushes the oldest out."""

TASK, FAILS, CAUSE = "09.2", {"09.2.counts"}, "no-mark"
INSTEAD_OF = """            self._items.popleft()
        self._items.append(item)
        self.added += 1
        self.high_water_mark = max(self.high_water_mark, len(self._items))
        return True
"""
WRITES = """        self._items.append(item)
        self.added += 1
        self.high_water_mark = max(self.high_water_mark, len(self._items))
        if len(self._items) > self.capacity:
            self._items.popleft()
        return True
"""
