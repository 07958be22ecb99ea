"""Cancels, and does not wait for the end."""

TASK, FAILS, CAUSE = "12.4", {"12.4.left"}, "run-on"
INSTEAD_OF = "            await asyncio.gather(*running, return_exceptions=True)\n"
WRITES = ""
