async def amap(fn, items, max_in_flight, max_waiting, ordered=True):
    places = asyncio.Semaphore(max_in_flight)

    async def bounded(item):
        async with places:
            return await fn(item)

    with closing_source(iter(items)) as source:
        for task in [asyncio.create_task(bounded(item)) for item in source]:
            yield await task
