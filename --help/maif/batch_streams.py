"""Async streams in batches: a `Batcher` is fed as items arrive, and asked again when the oldest has waited enough."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TypeVar

from maif.batches import Batcher
from maif.clock import SYSTEM_CLOCK, Clock
from maif.futures import wait_for_end

T = TypeVar("T")


def stream_in_batches(
    source: AsyncGenerator[T], batcher: Batcher[T], clock: Clock = SYSTEM_CLOCK
) -> AsyncGenerator[list[T]]:
    """Yield the items in batches that are full, or whose time has come; the rest stays in the batcher.

    At most `max_size` items wait in the batcher. Time is that of the event loop, and `clock` waits. Closing the
    generator closes the source; an error of the source comes as soon as it is raised, before the rest.

    >>> from maif.clock import run  # asyncio.run, on virtual time
    >>> async def visitors():
    ...     for number, seconds in enumerate([1, 1, 60, 1, 1]):
    ...         await asyncio.sleep(seconds)
    ...         yield number
    >>> async def main(batcher):
    ...     batches = [batch async for batch in stream_in_batches(visitors(), batcher)]
    ...     return batches, batcher.flush()
    >>> run(main(Batcher(2)))
    ([[0, 1], [2, 3]], [4])
    >>> run(main(Batcher(3, max_wait="30s")))
    ([[0, 1], [2, 3, 4]], [])
    """
    return _by_size(source, batcher) if batcher.max_wait is None else _in_time(source, batcher, clock)


async def _by_size(source: AsyncGenerator[T], batcher: Batcher[T]) -> AsyncGenerator[list[T]]:
    async with aclosing(source):
        async for item in source:
            batcher.offer(item, now=0)
            if batch := batcher.take(now=0):
                yield batch


async def _in_time(source: AsyncGenerator[T], batcher: Batcher[T], clock: Clock) -> AsyncGenerator[list[T]]:
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
