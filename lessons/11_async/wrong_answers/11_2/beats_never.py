async def with_heartbeats(source, patience):
    async with aclosing(source):
        async for item in source:
            yield item
