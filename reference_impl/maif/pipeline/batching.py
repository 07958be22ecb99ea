"""The batches of a batch task, formed as its items arrive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from maif.batches import Batcher
from maif.clock import Clock
from maif.parallel.workers import wait_for_end


def batches(source: AsyncGenerator[Any], batcher: Batcher[Any], clock: Clock) -> AsyncGenerator[list[Any]]:
    """Yield the items in batches that are full, or whose time has come. The rest stays in the batcher."""
    return _by_size(source, batcher) if batcher.max_wait is None else _in_time(source, batcher, clock)


async def _by_size(source: AsyncGenerator[Any], batcher: Batcher[Any]) -> AsyncGenerator[list[Any]]:
    async with aclosing(source):
        async for item in source:
            batcher.offer(item, now=0)
            if batch := batcher.take(now=0):
                yield batch


async def _in_time(source: AsyncGenerator[Any], batcher: Batcher[Any], clock: Clock) -> AsyncGenerator[list[Any]]:
    # What waits here waits on the event loop, so its time is the one to go by: it is real, or virtual, as the loop is.
    now = asyncio.get_running_loop().time
    changed, room = asyncio.Event(), asyncio.Event()

    async def read() -> None:
        try:
            async with aclosing(source):
                async for item in source:
                    batcher.offer(item, now())
                    if len(batcher) in (1, batcher.max_size):  # the moment has changed when the next batch is due
                        changed.set()
                    while len(batcher) >= batcher.max_size:
                        room.clear()
                        await room.wait()
        finally:
            changed.set()

    reader = asyncio.create_task(read())
    try:
        while not reader.done():  # which it is not while a full batch waits
            changed.clear()
            if batch := batcher.take(now()):
                room.set()
                yield batch
                continue
            due = batcher.next_due()
            await clock.wait_async(changed, None if due is None else due - now())
        reader.result()
    finally:
        reader.cancel()
        await wait_for_end([reader])
