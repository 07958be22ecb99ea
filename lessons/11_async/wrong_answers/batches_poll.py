"""Looks at the core in every turn."""

TASK, FAILS = "11.5", {"11.5.batches", "11.5.held"}
CAUSE = "polls"


async def batches(awaited, size, patience=None):
    while not awaited.core.closed or len(awaited.core):
        if awaited.core.is_ready(1):
            yield await awaited.take(size, patience)
        await asyncio.sleep(0)
