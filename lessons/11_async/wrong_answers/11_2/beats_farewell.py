async def with_heartbeats(source, patience):
    async with aclosing(source):
        while True:
            coming = asyncio.ensure_future(anext(source, None))
            try:
                while not (await asyncio.wait([coming], timeout=patience))[0]:
                    yield None
            finally:
                coming.cancel()
                await asyncio.wait([coming])
            item = coming.result()
            yield item
            if item is None:
                return
