async def amap(fn, items, max_in_flight, max_waiting, ordered=True):
    for result in await asyncio.gather(*(fn(item) for item in items)):
        yield result
