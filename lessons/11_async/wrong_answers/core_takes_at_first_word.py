"""Waits until something has changed, and takes whatever is there."""

TASK, FAILS = "11.3", {"11.3.waits", "11.3.patience"}
CAUSE = {"11.3.waits": "too-soon"}
INSTEAD_OF = """            await self._until(lambda: self.core.is_ready(count), patience)
            self.changed.notify_all()"""
WRITES = """            await self._until(lambda: len(self.core) or self.core.closed, patience)
            self.changed.notify_all()"""
