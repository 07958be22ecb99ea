"""Tries a cancellation after each number of turns."""

TASK = "11.4"


async def examine(make):
    for turns in range(5):
        core = BufferCore(2, "block")
        awaited = make(core)
        await awaited.offer("A")
        await awaited.offer("B")
        reader = asyncio.ensure_future(awaited.take(2))
        for _ in range(turns):
            await asyncio.sleep(0)
        reader.cancel()
        try:
            found = await reader
        except asyncio.CancelledError:
            found = []
        assert sorted(found + core.take(2)) == ["A", "B"], f"lost after {turns} turns"
