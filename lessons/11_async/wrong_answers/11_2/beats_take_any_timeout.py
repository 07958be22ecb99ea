async def with_heartbeats(source, patience):
    coming = None
    try:
        while True:
            if coming is None:
                coming = asyncio.create_task(next_of(source))
            try:
                found = await asyncio.wait_for(asyncio.shield(coming), patience)
            except TimeoutError:
                yield None
                continue
            coming = None
            if not found:
                break
            yield found[0]
    finally:
        if coming is not None:
            coming.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await coming
        await source.aclose()


async def next_of(source):
    try:
        return [await anext(source)]
    except StopAsyncIteration:
        return []
