"""Sleeps instead of asking for a pause."""

TASK, FAILS = "13.2", {"13.2.calls"}
CAUSE = "own-pause"
INSTEAD_OF = "await pause("
WRITES = "await asyncio.sleep("
