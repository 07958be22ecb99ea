"""Replaces `wait_for` with `timeout`, which cancels the source as well; closes it where it can."""

TASK, FAILS, CAUSE = "11.2", {"11.2.beats"}, "killed"


async def with_heartbeats(source, patience):
    async with aclosing(source):
        while True:
            try:
                async with asyncio.timeout(patience):
                    item = await anext(source)
            except TimeoutError:
                item = None
            except StopAsyncIteration:
                return
            yield item
