"""Gives the first item of a batch no more time than the others."""

TASK, FAILS, CAUSE = "11.5", {"11.5.batches"}, "empty"


async def batches(awaited, size, patience=None):
    while True:
        batch = await awaited.take(size, patience)
        if not batch and awaited.core.closed:
            return
        yield batch
