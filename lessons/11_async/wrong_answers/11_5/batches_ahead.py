async def batches_from(awaited, size, patience=None):
    async def next_batch():
        while True:
            await awaited.ready(1)
            if batch := await awaited.take(size, patience):
                return batch
            if awaited.core.closed:
                return None

    coming = asyncio.create_task(next_batch())
    try:
        while batch := await coming:
            coming = asyncio.create_task(next_batch())
            yield batch
    finally:
        coming.cancel()
