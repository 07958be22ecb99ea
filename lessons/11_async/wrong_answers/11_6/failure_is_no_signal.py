import asyncio


async def race(calls, patience):
    async def later(number, call):
        await asyncio.sleep(number * patience)
        return await call()

    tasks = [asyncio.create_task(later(number, call)) for number, call in enumerate(calls)]
    try:
        for ended in asyncio.as_completed(tasks):
            try:
                return await ended
            except Exception as newest:
                error = newest
        raise error
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
