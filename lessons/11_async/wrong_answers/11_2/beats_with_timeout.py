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
