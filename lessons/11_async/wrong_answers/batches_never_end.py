"""Knows no end."""

TASK, FAILS, CAUSE = "11.5", {"11.5.batches"}, "no-end"


async def batches(awaited, size, patience=None):
    while True:
        await awaited.ready(1)
        if batch := await awaited.take(size, patience):
            yield batch
