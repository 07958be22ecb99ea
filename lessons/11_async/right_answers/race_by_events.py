"""Lets each attempt wake the race up when it fails."""

TASK = "11.6"

import asyncio
from contextlib import suppress


async def race(calls, patience):
    answer, failed, tasks, errors = asyncio.get_running_loop().create_future(), asyncio.Event(), [], []

    async def attempt(call):
        try:
            result = await call()
        except Exception as error:
            errors.append(error)
            failed.set()
        else:
            if not answer.done():
                answer.set_result(result)

    async def begin_all():
        for call in calls:
            failed.clear()
            tasks.append(asyncio.create_task(attempt(call)))
            with suppress(TimeoutError):
                await asyncio.wait_for(failed.wait(), patience)
        await asyncio.gather(*tasks)

    beginning = asyncio.create_task(begin_all())
    try:
        await asyncio.wait([beginning, answer], return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        raise errors[-1]
    finally:
        for task in [beginning, *tasks]:
            task.cancel()
        await asyncio.gather(beginning, *tasks, return_exceptions=True)
