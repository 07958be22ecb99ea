async def amap(fn, items, max_in_flight, max_waiting, ordered=True):
    with closing_source(iter(items)) as source:
        for item in source:
            yield await fn(item)
