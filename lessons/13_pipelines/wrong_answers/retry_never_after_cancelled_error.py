"""Leaves every CancelledError alone."""

TASK, FAILS = "13.2", {"13.2.stop"}
CAUSE = "own-cancellation"
INSTEAD_OF = "except (Exception, asyncio.CancelledError) as error:"
WRITES = "except Exception as error:"
