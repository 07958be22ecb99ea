"""Takes an empty answer for the end."""

TASK, FAILS, CAUSE = "11.5", {"11.5.batches"}, "ended"


async def batches(awaited, size, patience=None):
    await awaited.ready(1)
    while batch := await awaited.take(size, patience):
        yield batch
        await awaited.ready(1)
