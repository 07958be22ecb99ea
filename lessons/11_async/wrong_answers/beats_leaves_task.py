"""Closes the source while a task still waits in its `anext`."""

TASK, FAILS, CAUSE = "11.2", {"11.2.closed"}, "waiting"
INSTEAD_OF = """            if coming:
                coming.cancel()
                await asyncio.wait([coming])"""
WRITES = "            pass"
