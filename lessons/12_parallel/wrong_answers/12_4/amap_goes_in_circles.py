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
                    await asyncio.sleep(0)
                    for task in [t for t in running if t.done()]:
                        calls.finish(running.pop(task))
                else:
                    return
        finally:
            for task in running:
                task.cancel()
            if running:
                await asyncio.wait(running)
