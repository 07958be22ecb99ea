async def with_retries(call, item, retry, pause, give_up):
    for number in range(1, retry.max_attempts + 1):
        try:
            if number > 1:
                await pause(retry.delay(number - 1))
            return await call(item)
        except (Exception, asyncio.CancelledError) as error:
            if is_cancellation(error):
                raise
            newest = error
    return await give_up(item, newest, number)
