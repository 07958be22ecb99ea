"""One task reads the source, an item at a time and only when told to."""

TASK = "11.2"


async def with_heartbeats(source, patience):
    wanted, found = asyncio.Event(), asyncio.Queue()

    async def read():
        async with aclosing(source):
            await wanted.wait()
            async for item in source:
                wanted.clear()
                found.put_nowait(item)
                await wanted.wait()

    reading = asyncio.create_task(read())
    try:
        while True:
            wanted.set()
            getting = asyncio.create_task(found.get())
            while not getting.done():
                await asyncio.wait([getting, reading], timeout=patience, return_when=asyncio.FIRST_COMPLETED)
                if reading.done() and found.empty() and not getting.done():
                    getting.cancel()
                    reading.result()
                    return
                if not getting.done():
                    yield None
            yield getting.result()
    finally:
        getting.cancel()
        reading.cancel()
        await asyncio.wait([reading])
        await source.aclose()
