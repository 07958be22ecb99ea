"""Leaves the waiting to the core, which knows of none."""

TASK, FAILS = "11.3", {"11.3.waits", "11.3.patience", "11.3.cancelled"}
CAUSE = {"11.3.waits": "not-waited", "11.3.patience": "not-waited", "11.3.cancelled": "did-not-ask"}
INSTEAD_OF = "            await self._until(self.core.has_room, patience)\n"
WRITES = ""
