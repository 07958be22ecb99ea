"""Forgets to ask who cancelled."""

TASK, FAILS, CAUSE = "13.2", {"13.2.stop"}, "went-on"


async def with_retries(call, item, retry, pause, give_up):
    calls = 0
    while True:
        try:
            return await call(item)
        except (Exception, asyncio.CancelledError) as error:
            calls += 1
            if calls >= retry.max_attempts:
                return await give_up(item, error, calls)
        await pause(retry.delay(calls))
