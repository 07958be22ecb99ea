"""Takes the mark for what is there now."""

TASK, FAILS, CAUSE = "09.2", {"09.2.counts"}, "no-mark"
INSTEAD_OF = "max(self.high_water_mark, len(self._items))"
WRITES = "len(self._items)"
