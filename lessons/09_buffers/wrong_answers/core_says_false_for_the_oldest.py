"""Lets `offer` say that something was lost."""

TASK, FAILS, CAUSE = "09.2", {"09.2.full"}, "accepted-denied"
INSTEAD_OF = """            self._items.popleft()
        self._items.append(item)
        self.added += 1
        self.high_water_mark = max(self.high_water_mark, len(self._items))
        return True
"""
WRITES = """            self._items.popleft()
            self._items.append(item)
            self.added += 1
            return False
        self._items.append(item)
        self.added += 1
        self.high_water_mark = max(self.high_water_mark, len(self._items))
        return True
"""
