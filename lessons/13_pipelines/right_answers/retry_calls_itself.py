"""Each further attempt is a call of the same function."""

TASK = "13.2"


async def with_retries(call, item, retry, pause, give_up):
    async def attempt(number):
        try:
            return await call(item)
        except BaseException as error:
            if is_cancellation(error) or not isinstance(error, Exception | asyncio.CancelledError):
                raise
            if number == retry.max_attempts:
                return await give_up(item, error, number)
        await pause(retry.delay(number))
        return await attempt(number + 1)

    return await attempt(1)
