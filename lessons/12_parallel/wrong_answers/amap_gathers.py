"""Makes a task of every item, and gathers them."""

TASK, FAILS = "12.4", {"12.4.out", "12.4.error", "12.4.left", "12.4.held"}
CAUSE = {"12.4.out": "drained", "12.4.error": "too-early", "12.4.left": "run-on", "12.4.held": "kept"}


async def amap(fn, items, max_in_flight, max_waiting, ordered=True):
    for result in await asyncio.gather(*(fn(item) for item in items)):
        yield result
