"""Pauses before each call but the first, and gives up behind the loop."""

TASK = "13.2"


async def with_retries(call, item, retry, pause, give_up):
    for number in range(1, retry.max_attempts + 1):
        if number > 1:
            await pause(retry.delay(number - 1))
        try:
            return await call(item)
        except (Exception, asyncio.CancelledError) as error:
            if is_cancellation(error):
                raise
            newest = error
    return await give_up(item, newest, retry.max_attempts)
