"""Counts the calls in a `for`, and keeps the last one apart."""

TASK = "13.2"


async def with_retries(call, item, retry, pause, give_up):
    for number in range(1, retry.max_attempts):
        try:
            return await call(item)
        except asyncio.CancelledError as error:
            if is_cancellation(error):
                raise
        except Exception:
            pass
        await pause(retry.delay(number))
    try:
        return await call(item)
    except (Exception, asyncio.CancelledError) as error:
        if is_cancellation(error):
            raise
        return await give_up(item, error, retry.max_attempts)
