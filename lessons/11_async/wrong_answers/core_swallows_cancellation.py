"""Takes a cancellation for the end of its patience."""

TASK, FAILS, CAUSE = "11.3", {"11.3.cancelled"}, "went-on"
INSTEAD_OF = "suppress(TimeoutError)"
WRITES = "suppress(TimeoutError, asyncio.CancelledError)"
