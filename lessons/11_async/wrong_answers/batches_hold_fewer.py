"""Takes what is there, and waits with that in hand for the rest."""

TASK, FAILS, CAUSE = "11.5", {"11.5.batches", "11.5.held"}, "in-hand"


async def batches(awaited, size, patience=None):
    loop = asyncio.get_running_loop()
    while True:
        batch = await awaited.take(1)
        end = loop.time() + patience
        while batch and len(batch) < size:
            more = await awaited.take(1, max(0, end - loop.time()))
            if not more:
                break
            batch += more
        if batch:
            yield batch
        elif awaited.core.closed:
            return
