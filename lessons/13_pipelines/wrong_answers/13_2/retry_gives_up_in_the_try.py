async def with_retries(call, item, retry, pause, give_up):
    newest = None
    for number in range(1, retry.max_attempts + 2):
        try:
            if number > retry.max_attempts:
                return await give_up(item, newest, number - 1)
            return await call(item)
        except (Exception, asyncio.CancelledError) as error:
            if is_cancellation(error):
                raise
            newest = error
        if number < retry.max_attempts:
            await pause(retry.delay(number))
    return await give_up(item, newest, retry.max_attempts)
