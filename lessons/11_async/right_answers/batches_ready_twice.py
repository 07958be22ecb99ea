"""Waits twice, then takes without waiting."""

TASK = "11.5"


async def batches_from(awaited, size, patience=None):
    core = awaited.core
    while not (core.closed and len(core) == 0):
        await awaited.ready(1)
        await awaited.ready(size, patience)
        batch = await awaited.take(size, 0)
        if batch:
            yield batch
