async def amap(fn, items, max_in_flight, max_waiting, ordered=True):
    calls, ended = CallQueue(max_in_flight, max_in_flight + max_waiting, ordered), asyncio.Queue()
    with closing_source(iter(items)) as source:
        while True:
            while calls.has_room() and (item := next(source, END)) is not END:
                calls.begin(Call(asyncio.create_task(fn(item)), ended.put_nowait))
            if calls.has_result():
                yield calls.take().result()
            elif calls.ahead:
                calls.finish(await ended.get())
            else:
                return
