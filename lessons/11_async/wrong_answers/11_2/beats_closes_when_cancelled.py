async def with_heartbeats(source, patience):
    coming = None
    while True:
        coming = coming or asyncio.ensure_future(anext(source))
        try:
            await asyncio.wait([coming], timeout=patience)
        except asyncio.CancelledError:
            coming.cancel()
            await asyncio.wait([coming])
            await source.aclose()
            raise
        if not coming.done():
            yield None
            continue
        arrived, coming = coming, None
        try:
            yield arrived.result()
        except StopAsyncIteration:
            return
