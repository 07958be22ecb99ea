"""A bounded buffer between tasks.

`AwaitedCore` is where tasks wait. `AsyncStreamBuffer` is what most programs use: it gives items their ids, batches
their size, and readers their patience.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, TypeVar

from maif.buffers.core import BufferCore, BufferedItem
from maif.buffers.waiting import Buffer, WakingCore
from maif.clock import SYSTEM_CLOCK, Clock
from maif.units import parse_duration

T = TypeVar("T")


class AwaitedCore(WakingCore[asyncio.Condition, T]):
    """A `core` that the tasks of one event loop share: where it says that it is worth waiting, they wait.

    Wherever a task is cancelled, its item is either in the core or was never offered, and no item is taken. A wait
    takes at most `patience` seconds if that is given.

    >>> async def main():
    ...     awaited = AwaitedCore(BufferCore(2, "block"))
    ...     said = [await awaited.offer(letter, patience=0) for letter in "ABC"]
    ...     return said, await awaited.take(5)
    >>> asyncio.run(main())
    ([True, True, False], ['A', 'B'])
    """

    def __init__(self, core: BufferCore[T], clock: Clock = SYSTEM_CLOCK) -> None:
        self._lock = asyncio.Lock()
        super().__init__(core, asyncio.Condition(self._lock), asyncio.Condition(self._lock))
        self._clock = clock
        self.core = core

    async def offer(self, item: T, patience: float | None = None) -> bool:
        """Wait until the core has room; then offer it the item, and return what it says."""
        async with self._lock:
            if not self._core.has_room():
                await self._wait_for_room(patience)
            return self._put(item)

    async def _wait_for_room(self, patience: float | None) -> None:
        self._waiting_writers += 1
        try:
            await self._clock.wait_for_async(self._room, self._core.has_room, patience)
        except BaseException:
            self._room.notify()  # the room that this task may have been told of goes to the next
            raise
        finally:
            self._waiting_writers -= 1

    async def ready(self, count: int, patience: float | None = None) -> None:
        """Wait until the core is ready for a reader that wants `count` items, and take none."""
        async with self._lock:
            await self._wait_until_ready(count, patience)

    async def take(self, count: int, patience: float | None = None) -> list[T]:
        """Wait as `ready` does; then take what there is, at most `count` items."""
        async with self._lock:
            await self._wait_until_ready(count, patience)
            return self._take(count)

    async def _wait_until_ready(self, count: int, patience: float | None) -> None:
        if not self._core.is_ready(count):
            await self._clock.wait_for_async(self._filled, self._ready_for(count), patience)

    async def close(self) -> None:
        """Accept nothing more, and wake all who wait."""
        async with self._lock:
            self._close()


async def batches_from(awaited: AwaitedCore[T], size: int, patience: float | None = None) -> AsyncIterator[list[T]]:
    """Yield batches of at most `size` items until the core is closed and empty.

    For the first item of a batch this waits as long as it takes, for the others until `patience` seconds have passed.
    It holds no item while it waits: whoever breaks it off loses none.
    """
    while True:
        await awaited.ready(1)
        if batch := await awaited.take(size, patience):
            yield batch
        elif awaited.core.closed:  # else another reader was faster
            return


class AsyncStreamBuffer(Buffer):
    """A bounded buffer between the tasks of one event loop: `StreamBuffer`, awaited.

    Wherever a task is cancelled, its item is either in the buffer or was never added, and no item is taken.

    >>> async def main():
    ...     async with AsyncStreamBuffer(batch_size=2) as buffer:
    ...         await buffer.add(0, "to")
    ...         await buffer.add(1, "be")
    ...         return await buffer.get_batch()
    >>> asyncio.run(main())
    [BufferedItem(item_id=0, data='to'), BufferedItem(item_id=1, data='be')]
    """

    def _share_core(self) -> None:
        self._awaited: AwaitedCore[BufferedItem] = AwaitedCore(self._core, self._clock)

    async def add(self, item_id: Any, data: Any, timeout: float | str | None = None) -> bool:
        """Add an item; return whether the buffer took it. As `StreamBuffer.add`."""
        patience = None if timeout is None else parse_duration(timeout)
        return await self._awaited.offer(BufferedItem(item_id, data), patience)

    async def get_batch(self, max_items: int | None = None) -> list[BufferedItem]:
        """Remove and return the oldest items, at most `max_items` (`batch_size`). As `StreamBuffer.get_batch`."""
        return await self._awaited.take(self._count(max_items), self._timeout)

    async def close(self) -> None:
        """Accept nothing more. As `StreamBuffer.close`."""
        await self._awaited.close()

    def __aiter__(self) -> AsyncIterator[list[BufferedItem]]:
        """Yield batches, waiting for each, until the buffer is closed and empty."""
        return batches_from(self._awaited, self._batch_size, self._timeout)

    async def __aenter__(self) -> AsyncStreamBuffer:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
