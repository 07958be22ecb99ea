"""Sleeps for the whole of its patience, then looks whether the item is there."""

TASK, FAILS, CAUSE = "11.2", {"11.2.beats"}, "late"
INSTEAD_OF = "await asyncio.wait([coming], timeout=patience)"
WRITES = "await asyncio.sleep(patience)"
