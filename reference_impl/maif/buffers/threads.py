"""A bounded buffer between threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

from maif.buffers.core import BufferedItem, BufferStats
from maif.buffers.waiting import Buffer, WakingCore
from maif.units import parse_duration


class StreamBuffer(Buffer, WakingCore[threading.Condition, BufferedItem]):
    """A bounded buffer between threads; any number may write and read.

    It holds at most `buffer_size` items. What happens when it is full, `policy` says: `"drop_oldest"` (forget the item
    that has waited longest), `"drop_newest"` (turn the new one away), `"block"` (the writer waits) or `"error"`
    (`BufferFullError`). `timeout`, in seconds or text such as `"250ms"`, is a reader's patience.

    >>> buffer = StreamBuffer(buffer_size=100, timeout=0, batch_size=2)
    >>> for number, word in enumerate(["to", "be", "or"]):
    ...     added = buffer.add(number, word)
    >>> buffer.get_batch()
    [BufferedItem(item_id=0, data='to'), BufferedItem(item_id=1, data='be')]
    >>> buffer.close()
    >>> [item.data for batch in buffer for item in batch]
    ['or']
    """

    def _share_core(self) -> None:
        self._lock = threading.Lock()
        filled, room = (self._clock.condition(self._lock) for _ in range(2))
        WakingCore.__init__(self, self._core, filled, room)

    def add(self, item_id: Any, data: Any, timeout: float | str | None = None) -> bool:
        """Add an item; return whether the buffer took it.

        Under `"block"` this waits for room, for at most `timeout` seconds if you give it. It raises `ClosedError` once
        the buffer is closed, also to who waits at that moment, and `BufferFullError` under `"error"`.
        """
        item = tuple.__new__(BufferedItem, (item_id, data))  # in half the time that its own takes
        patience = None if timeout is None else parse_duration(timeout)
        with self._lock:
            if not self._core.has_room():
                self._wait_for_room(patience)
            return self._put(item)

    def _wait_for_room(self, patience: float | None) -> None:
        self._waiting_writers += 1
        try:
            self._room.wait_for(self._core.has_room, patience)
        except BaseException:
            self._room.notify()  # the room that this thread may have been told of goes to the next
            raise
        finally:
            self._waiting_writers -= 1

    def get_batch(self, max_items: int | None = None) -> list[BufferedItem]:
        """Remove and return the oldest items, at most `max_items` (`batch_size` if not given).

        This returns as soon as that many are there, or the buffer is full or closed; when the buffer's `timeout` has
        passed, it returns what there is, which may be nothing.
        """
        count = self._count(max_items)
        with self._lock:
            if not self._core.is_ready(count):
                self._filled.wait_for(self._ready_for(count), self._timeout)
            return self._take(count)

    def close(self) -> None:
        """Accept nothing more. Readers get what is there, without waiting; waiting writers get `ClosedError`."""
        with self._lock:
            self._close()

    @property
    def stats(self) -> BufferStats:
        """The counts so far."""
        with self._lock:
            return self._core.stats

    def __iter__(self) -> Iterator[list[BufferedItem]]:
        """Yield batches, waiting for each, until the buffer is closed and empty."""
        while True:
            with self._lock:
                if not self._core.is_ready(self._batch_size):
                    self._filled.wait_for(self._ready_for(1))  # as long as it takes; for the others with patience
                    self._filled.wait_for(self._ready_for(self._batch_size), self._timeout)
                batch = self._take(self._batch_size)
                finished = not batch and self.closed
            if batch:  # else another reader was faster
                yield batch
            elif finished:
                return

    def __enter__(self) -> StreamBuffer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
