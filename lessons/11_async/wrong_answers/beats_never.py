"""Closes the source, and forgets the heartbeat."""

TASK, FAILS, CAUSE = "11.2", {"11.2.beats"}, "no-beat"


async def with_heartbeats(source, patience):
    async with aclosing(source):
        async for item in source:
            yield item
