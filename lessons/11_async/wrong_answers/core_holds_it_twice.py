"""Calls `ready` inside the block, which waits for what `take` holds."""

TASK, FAILS = "11.3", {"11.3.waits", "11.3.patience", "11.3.cancelled", "11.3.asks"}
CAUSE = {"11.3.waits": "for-ever", "11.3.patience": "ignored", "11.3.cancelled": "not-told", "11.3.asks": "for-ever"}
INSTEAD_OF = """            await self._until(lambda: self.core.is_ready(count), patience)
            self.changed.notify_all()"""
WRITES = """            await self.ready(count, patience)
            self.changed.notify_all()"""
