"""Waits until each task has said that it has ended; those that had said so before do not say it again."""

TASK, FAILS, CAUSE = "12.4", {"12.4.error", "12.4.left"}, {"12.4.error": "stuck", "12.4.left": "no-way-out"}
INSTEAD_OF = "            await asyncio.gather(*running, return_exceptions=True)\n"
WRITES = "            while calls.ahead:\n                await ended.get()\n"
