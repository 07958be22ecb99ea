async def with_heartbeats(source, patience):
    async with aclosing(source):
        coming = asyncio.ensure_future(anext(source))
        try:
            while not (await asyncio.wait([coming], timeout=patience))[0]:
                yield None
        finally:
            coming.cancel()
            await asyncio.wait([coming])
        with suppress(StopAsyncIteration):
            yield coming.result()
            async with aclosing(with_heartbeats(source, patience)) as rest:
                async for item in rest:
                    yield item
