"""Tests that items come out, which they do."""

TASK, FAILS, CAUSE = "11.4", {"11.4.verdicts"}, "spares-mutant"


async def examine(make):
    awaited = make(BufferCore(3, "block"))
    await awaited.offer("A")
    assert await awaited.take(1) == ["A"]
