async def amap(fn, items, max_in_flight, max_waiting, ordered=True):
    calls, ended, running = CallQueue(max_in_flight, max_in_flight + max_waiting, ordered), asyncio.Queue(), set()
    with closing_source(iter(items)) as source:
        try:
            for item in source:
                running.add(task := asyncio.create_task(fn(item)))
                task.add_done_callback(running.discard)
                calls.begin(Call(task, ended.put_nowait))
                while not calls.has_room():
                    if calls.has_result():
                        yield calls.take().result()
                    else:
                        calls.finish(await ended.get())
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
