"""Makes a task of every item, and has a semaphore bound those that run."""

TASK, FAILS = "12.4", {"12.4.out", "12.4.error", "12.4.left", "12.4.held"}
CAUSE = {"12.4.out": "waiting-unbounded", "12.4.error": "other-order", "12.4.left": "run-on", "12.4.held": "kept"}


async def amap(fn, items, max_in_flight, max_waiting, ordered=True):
    places = asyncio.Semaphore(max_in_flight)

    async def bounded(item):
        async with places:
            return await fn(item)

    with closing_source(iter(items)) as source:
        for task in [asyncio.create_task(bounded(item)) for item in source]:
            yield await task
