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


from maif._learner.lesson_11 import AwaitedCore


from maif._learner.lesson_11 import batches_from


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
