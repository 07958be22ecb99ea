"""Cancels a task and waits for its end, then the next."""

TASK = "12.4"

from contextlib import suppress


async def amap(fn, items, max_in_flight, max_waiting, ordered=True):
    calls, ended, running = CallQueue(max_in_flight, max_in_flight + max_waiting, ordered), asyncio.Queue(), set()
    with closing_source(iter(items)) as source:
        try:
            while True:
                while calls.has_room() and (item := next(source, END)) is not END:
                    running.add(task := asyncio.create_task(fn(item)))
                    task.add_done_callback(running.discard)
                    calls.begin(Call(task, ended.put_nowait))
                if calls.has_result():
                    yield calls.take().result()
                elif calls.ahead:
                    calls.finish(await ended.get())
                else:
                    return
        finally:
            for task in list(running):
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await task
