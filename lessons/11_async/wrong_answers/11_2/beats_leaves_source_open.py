async def with_heartbeats(source, patience):
    coming = None
    while True:
        coming = coming or asyncio.ensure_future(anext(source))
        await asyncio.wait([coming], timeout=patience)
        if coming.done():
            arrived, coming = coming, None
            try:
                item = arrived.result()
            except StopAsyncIteration:
                return
            yield item
        else:
            yield None
