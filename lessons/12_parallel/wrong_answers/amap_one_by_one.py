"""Awaits each call before it begins the next."""

TASK, FAILS, CAUSE = "12.4", {"12.4.out", "12.4.error"}, {"12.4.out": "one-by-one"}


async def amap(fn, items, max_in_flight, max_waiting, ordered=True):
    with closing_source(iter(items)) as source:
        for item in source:
            yield await fn(item)
