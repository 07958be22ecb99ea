"""Catches whatever there is, apart from a cancellation."""

TASK, FAILS = "13.2", {"13.2.stop"}
CAUSE = "stop-is-failure"
INSTEAD_OF = "except (Exception, asyncio.CancelledError) as error:"
WRITES = "except BaseException as error:"
