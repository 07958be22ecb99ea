"""Lets `ready` count the items itself: in a closed core they never come."""

TASK, FAILS, CAUSE = "11.3", {"11.3.waits"}, "for-ever"
INSTEAD_OF = """            await self._until(lambda: self.core.is_ready(count), patience)

"""
WRITES = """            await self._until(lambda: len(self.core) >= count, patience)

"""
