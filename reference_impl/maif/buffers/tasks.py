"""A bounded buffer between tasks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from maif.buffers.core import BufferedItem
from maif.buffers.waiting import Buffer
from maif.units import parse_duration


class AsyncStreamBuffer(Buffer[asyncio.Condition]):
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

    def _two_conditions(self) -> tuple[asyncio.Condition, asyncio.Condition]:
        self._lock = asyncio.Lock()
        return asyncio.Condition(self._lock), asyncio.Condition(self._lock)

    async def add(self, item_id: Any, data: Any, timeout: float | str | None = None) -> bool:
        """Add an item; return whether it was accepted. As `StreamBuffer.add`."""
        item = BufferedItem(item_id, data)
        patience = None if timeout is None else parse_duration(timeout)
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

    async def get_batch(self, max_items: int | None = None) -> list[BufferedItem]:
        """Remove and return the oldest items, at most `max_items` (`batch_size`). As `StreamBuffer.get_batch`."""
        count = self._count(max_items)
        async with self._lock:
            return await self._gather(count)

    async def _gather(self, count: int) -> list[BufferedItem]:
        if not self._core.is_ready(count):
            await self._clock.wait_for_async(self._filled, self._ready_for(count), self._timeout)
        return self._take(count)

    async def close(self) -> None:
        """Accept nothing more. As `StreamBuffer.close`."""
        async with self._lock:
            self._close()

    async def __aiter__(self) -> AsyncIterator[list[BufferedItem]]:
        """Yield batches, waiting for each, until the buffer is closed and empty."""
        while True:
            async with self._lock:
                if not self._core:
                    await self._clock.wait_for_async(self._filled, self._ready_for(1))
                batch = await self._gather(self._batch_size)
                finished = self.closed and not batch
            if finished:
                return
            if batch:  # else another reader was faster
                yield batch

    async def __aenter__(self) -> AsyncStreamBuffer:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
