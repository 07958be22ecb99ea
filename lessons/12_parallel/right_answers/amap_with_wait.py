"""Asks asyncio.wait for whoever ends first: simple, and slower with many in flight."""

TASK = "12.4"


async def amap(fn, items, max_in_flight, max_waiting, ordered=True):
    calls, running = CallQueue(max_in_flight, max_in_flight + max_waiting, ordered), {}
    with closing_source(iter(items)) as source:
        try:
            while True:
                while calls.has_room() and (item := next(source, END)) is not END:
                    task = asyncio.create_task(fn(item))
                    running[task] = Call(task, lambda call: None)
                    calls.begin(running[task])
                if calls.has_result():
                    yield calls.take().result()
                elif running:
                    done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                    for task in done:
                        calls.finish(running.pop(task))
                else:
                    return
        finally:
            for task in running:
                task.cancel()
            if running:
                await asyncio.wait(running)
