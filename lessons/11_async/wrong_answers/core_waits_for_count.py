"""Counts the items itself, and never takes fewer than were asked for."""

TASK, FAILS = "11.3", {"11.3.waits"}
CAUSE = "for-ever"
INSTEAD_OF = """            await self._until(lambda: self.core.is_ready(count), patience)
            self.changed.notify_all()"""
WRITES = """            await self._until(lambda: len(self.core) >= count, patience)
            self.changed.notify_all()"""
