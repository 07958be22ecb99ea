"""What the buffers for threads and for tasks have in common: whom to wake and when, and what they are told."""

from __future__ import annotations

import asyncio
import math
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

from maif.arguments import whole_number
from maif.buffers.core import BufferCore, BufferedItem, BufferStats, Policy
from maif.clock import SYSTEM_CLOCK, Clock
from maif.units import parse_duration

C = TypeVar("C", threading.Condition, asyncio.Condition)
T = TypeVar("T")


class WakingCore(Generic[C, T]):
    """A core, and two conditions on one lock: readers wait until it is filled, writers until there is room."""

    def __init__(self, core: BufferCore[T], filled: C, room: C) -> None:
        self._core = core
        self._filled: C = filled
        self._room: C = room
        self._awaited: float = math.inf  # no waiting reader is content with fewer items than this
        self._waiting_writers = 0

    def _ready_for(self, count: int) -> Callable[[], bool]:
        """Return what a reader that wants `count` items waits for."""
        return partial(self._is_ready, count)

    def _is_ready(self, count: int) -> bool:
        ready = self._core.is_ready(count)
        if not ready:
            self._awaited = min(self._awaited, count, self._core.capacity)
        return ready

    def _put(self, item: T) -> bool:
        accepted = self._core.offer(item)
        if self._awaited < math.inf and len(self._core) >= self._awaited:
            self._wake_readers()
        return accepted

    def _take(self, count: int) -> list[T]:
        batch = self._core.take(count)
        if batch and self._waiting_writers:
            self._room.notify(len(batch))
        return batch

    def _close(self) -> None:
        self._core.closed = True
        self._wake_readers()
        self._room.notify_all()

    def _wake_readers(self) -> None:
        self._awaited = math.inf  # who goes on waiting says so again
        self._filled.notify_all()


class Buffer(ABC):
    """What a buffer is told, whoever waits for it, and what it tells without waiting."""

    def __init__(
        self,
        buffer_size: int = 1000,
        timeout: float | str = 0.1,
        batch_size: int = 32,
        policy: Policy = "drop_oldest",
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        buffer_size = whole_number(1, buffer_size=buffer_size)
        batch_size = whole_number(1, batch_size=batch_size)
        self._core: BufferCore[BufferedItem] = BufferCore(buffer_size, policy)
        self._timeout = parse_duration(timeout)
        self._batch_size = batch_size
        self._clock = clock
        self._share_core()

    @abstractmethod
    def _share_core(self) -> None:
        """Let several threads or tasks use the core."""

    def __len__(self) -> int:
        """Return how many items wait."""
        return len(self._core)

    @property
    def closed(self) -> bool:
        """Whether `close` was called; items may still wait to be read."""
        return self._core.closed

    @property
    def stats(self) -> BufferStats:
        """The counts so far."""
        return self._core.stats

    def _count(self, max_items: int | None) -> int:
        if max_items is None:
            return self._batch_size
        return whole_number(1, max_items=max_items)
