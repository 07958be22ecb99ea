"""Events that belong to no message: handled one after the other, behind a bounded queue."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from maif.buffers import BufferCore
from maif.realtime.event import Event

_log = logging.getLogger("maif.realtime")

CAPACITY = 1000  # events that wait


class EventQueue:
    """Hands events to `handle`, in a task of its own; drops what does not fit, and counts it.

    It logs and counts an error of a handler, and makes no event of it, which would bring forth itself.
    """

    def __init__(self, handle: Callable[[Event], Awaitable[None]]) -> None:
        self._handle = handle
        self._core: BufferCore[Event] = BufferCore(CAPACITY, "drop_newest")
        self._filled = asyncio.Event()
        self._quiet = asyncio.Event()
        self._quiet.set()
        self.errors = 0

    @property
    def dropped(self) -> int:
        """How many events there was no room for."""
        return self._core.stats.dropped

    def put(self, event: Event) -> None:
        """Have an event handled; from the event loop's thread."""
        self._core.offer(event)
        self._quiet.clear()
        self._filled.set()

    async def run(self) -> None:
        """Handle events as they come, until cancelled."""
        while True:
            await self._filled.wait()
            self._filled.clear()
            while events := self._core.take(1):
                try:
                    await self._handle(events[0])
                except Exception:
                    self.errors += 1
                    _log.exception("a handler of the event %r failed", events[0].name)
            self._quiet.set()

    async def quiet(self) -> None:
        """Wait until nothing waits, and no handler runs."""
        await self._quiet.wait()
