async def with_heartbeats(source, patience):
    async with aclosing(source):
        coming = asyncio.ensure_future(anext(source))
        try:
            with suppress(StopAsyncIteration):
                while True:
                    done, _ = await asyncio.wait([coming], timeout=patience)
                    if not done:
                        yield None
                        continue
                    item = coming.result()
                    coming = asyncio.ensure_future(anext(source))
                    yield item
        finally:
            coming.cancel()
            await asyncio.wait([coming])
