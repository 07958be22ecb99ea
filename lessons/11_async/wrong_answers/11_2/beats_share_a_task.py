waiting = {}


async def with_heartbeats(source, patience):
    async with aclosing(source):
        with suppress(StopAsyncIteration):
            while True:
                if "item" not in waiting:
                    waiting["item"] = asyncio.ensure_future(anext(source))
                coming = waiting["item"]
                try:
                    while not (await asyncio.wait([coming], timeout=patience))[0]:
                        yield None
                finally:
                    waiting.clear()
                    coming.cancel()
                    await asyncio.wait([coming])
                yield coming.result()
