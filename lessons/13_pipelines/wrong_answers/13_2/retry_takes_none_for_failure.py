async def with_retries(call, item, retry, pause, give_up):
    newest = None
    for number in range(1, retry.max_attempts + 1):
        try:
            result = await call(item)
            if result is not None:
                return result
        except (Exception, asyncio.CancelledError) as error:
            if is_cancellation(error):
                raise
            newest = error
        if number < retry.max_attempts:
            await pause(retry.delay(number))
    return await give_up(item, newest, number)
