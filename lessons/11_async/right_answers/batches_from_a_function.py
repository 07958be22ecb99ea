"""Puts the two waits into a coroutine of their own."""

TASK = "11.5"


async def next_batch(awaited, size, patience):
    await awaited.ready(1, None)
    return await awaited.take(count=size, patience=patience)


async def batches_from(awaited, size, patience=None):
    finished = False
    while not finished:
        batch = await next_batch(awaited, size, patience)
        finished = awaited.core.closed and not batch
        for _ in range(bool(batch)):
            yield batch
