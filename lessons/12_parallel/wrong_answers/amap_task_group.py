"""Leaves everything to a task group, which no async generator can be left through."""

TASK, FAILS, CAUSE = "12.4", {"12.4.error", "12.4.left"}, "raised"


async def amap(fn, items, max_in_flight, max_waiting, ordered=True):
    calls, ended = CallQueue(max_in_flight, max_in_flight + max_waiting, ordered), asyncio.Queue()
    with closing_source(iter(items)) as source:
        async with asyncio.TaskGroup() as group:
            while True:
                while calls.has_room() and (item := next(source, END)) is not END:
                    calls.begin(Call(group.create_task(fn(item)), ended.put_nowait))
                if calls.has_result():
                    yield calls.take().result()
                elif calls.ahead:
                    calls.finish(await ended.get())
                else:
                    return
