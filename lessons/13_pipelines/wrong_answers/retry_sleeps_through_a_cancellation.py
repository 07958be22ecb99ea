"""Catches what ends the pause."""

TASK, FAILS, CAUSE = "13.2", {"13.2.stop"}, "no-pause"


async def with_retries(call, item, retry, pause, give_up):
    calls = 0
    while True:
        try:
            return await call(item)
        except (Exception, asyncio.CancelledError) as error:
            if is_cancellation(error):
                raise
            calls += 1
            if calls >= retry.max_attempts:
                return await give_up(item, error, calls)
        try:
            await pause(retry.delay(calls))
        except asyncio.CancelledError:
            asyncio.current_task().uncancel()
