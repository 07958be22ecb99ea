"""Has each task tell the queue itself, and waits for an event."""

TASK = "12.4"


async def amap(fn, items, max_in_flight, max_waiting, ordered=True):
    calls, changed, tasks = CallQueue(max_in_flight, max_in_flight + max_waiting, ordered), asyncio.Event(), []

    def note(call):
        calls.finish(call)
        changed.set()

    source = iter(items)
    try:
        while True:
            tasks = [task for task in tasks if not task.done()]
            while calls.has_room():
                try:
                    item = next(source)
                except StopIteration:
                    break
                tasks.append(asyncio.ensure_future(fn(item)))
                calls.begin(Call(tasks[-1], note))
            if calls.has_result():
                yield calls.take().result()
                continue
            if not calls.ahead:
                return
            changed.clear()
            await changed.wait()
    finally:
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        with closing_source(source):
            pass
