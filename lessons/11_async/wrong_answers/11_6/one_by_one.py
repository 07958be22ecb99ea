import asyncio
from contextlib import suppress


async def race(calls, patience):
    for call in calls[:-1]:
        with suppress(Exception):
            return await asyncio.wait_for(call(), patience)
    return await calls[-1]()
