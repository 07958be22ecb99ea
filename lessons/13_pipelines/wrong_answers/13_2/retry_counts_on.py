failed = []


async def with_retries(call, item, retry, pause, give_up):
    while True:
        try:
            return await call(item)
        except (Exception, asyncio.CancelledError) as error:
            if is_cancellation(error):
                raise
            failed.append(error)
            if len(failed) >= retry.max_attempts:
                calls = len(failed)
                failed.clear()
                return await give_up(item, error, calls)
        await pause(retry.delay(len(failed)))
