"""Looks whether any call is left before asking who cancelled."""

TASK, FAILS, CAUSE = "13.2", {"13.2.stop"}, "last-call"


async def with_retries(call, item, retry, pause, give_up):
    calls = 0
    while True:
        try:
            return await call(item)
        except (Exception, asyncio.CancelledError) as error:
            calls += 1
            if calls >= retry.max_attempts:
                return await give_up(item, error, calls)
            if is_cancellation(error):
                raise
        await pause(retry.delay(calls))
