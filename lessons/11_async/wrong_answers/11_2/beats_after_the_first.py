async def with_heartbeats(source, patience):
    async with aclosing(source):
        with suppress(StopAsyncIteration):
            yield await anext(source)
            while True:
                coming = asyncio.ensure_future(anext(source))
                try:
                    while not (await asyncio.wait([coming], timeout=patience))[0]:
                        yield None
                finally:
                    coming.cancel()
                    await asyncio.wait([coming])
                yield coming.result()
