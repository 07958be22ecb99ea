"""Pauses after each failure, and then looks whether any call is left."""

TASK, FAILS, CAUSE = "13.2", {"13.2.calls"}, "waits-in-vain"


async def with_retries(call, item, retry, pause, give_up):
    for number in range(1, retry.max_attempts + 1):
        try:
            return await call(item)
        except (Exception, asyncio.CancelledError) as error:
            if is_cancellation(error):
                raise
            newest = error
        await pause(retry.delay(number))
    return await give_up(item, newest, number)
