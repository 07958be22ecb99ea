"""Leaves `patience` aside."""

TASK, FAILS, CAUSE = "11.3", {"11.3.patience"}, "ignored"
INSTEAD_OF = "asyncio.timeout(patience)"
WRITES = "asyncio.timeout(None)"
