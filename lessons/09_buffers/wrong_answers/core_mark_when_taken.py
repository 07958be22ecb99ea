"""Looks at the mark only when somebody takes."""

TASK, FAILS, CAUSE = "09.2", {"09.2.counts"}, "no-mark"
INSTEAD_OF = """        self.high_water_mark = max(self.high_water_mark, len(self._items))
        return True

    def take(self, max_items):
"""
WRITES = """        return True

    def take(self, max_items):
        self.high_water_mark = max(self.high_water_mark, len(self._items))
"""
