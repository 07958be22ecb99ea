"""Compares what the core says was taken with what readers have."""

TASK = "11.4"


async def examine(make):
    core, had = BufferCore(9, "block"), []
    awaited = make(core)

    async def read():
        while True:
            had.extend(await awaited.take(1))

    for number in range(9):
        await awaited.offer(number)
        reader = asyncio.create_task(read())
        await asyncio.sleep(0)
        reader.cancel()
        await asyncio.gather(reader, return_exceptions=True)
    assert len(had) == core.stats.taken
