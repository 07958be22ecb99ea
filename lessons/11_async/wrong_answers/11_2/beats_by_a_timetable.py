async def with_heartbeats(source, patience):
    loop = asyncio.get_running_loop()
    async with aclosing(source):
        with suppress(StopAsyncIteration):
            beat = loop.time() + patience
            while True:
                coming = asyncio.ensure_future(anext(source))
                try:
                    while not (await asyncio.wait([coming], timeout=max(0, beat - loop.time())))[0]:
                        beat += patience
                        yield None
                finally:
                    coming.cancel()
                    await asyncio.wait([coming])
                beat = loop.time() + patience
                yield coming.result()
