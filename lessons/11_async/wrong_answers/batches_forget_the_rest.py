"""Ends when the core is closed, whatever is still in it."""

TASK, FAILS, CAUSE = "11.5", {"11.5.batches"}, "ended"


async def batches(awaited, size, patience=None):
    while True:
        await awaited.ready(1)
        batch = await awaited.take(size, patience)
        if awaited.core.closed:
            return
        if batch:
            yield batch
