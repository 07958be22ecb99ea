"""Whether a broker is there: a fetch from one that is not gives nothing, and no error."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from maif.clock import Clock
from maif.realtime.sources.kafka.errors import UnreachableError
from maif.realtime.sources.source import SourceStats
from maif.realtime.sources.waiting import growing_pauses

_log = logging.getLogger("maif.realtime")


class BrokerWatch:
    """Asks a broker for an answer whenever nothing was heard of it for `patience` seconds, or something is in doubt.

    While there is none it asks again and again; `tell` gets `source_lost` and `source_back`.
    """

    def __init__(
        self,
        probe: Callable[[], Awaitable[None]],
        tell: Callable[[str, Any], None],
        counts: SourceStats,
        patience: float,
        clock: Clock,
    ) -> None:
        self._probe, self._tell, self._counts = probe, tell, counts
        self._patience, self._clock = patience, clock
        self._in_doubt = asyncio.Event()
        self._heard = clock.monotonic()

    def note_answer(self) -> None:
        """Take note that a broker has answered."""
        self._heard = self._clock.monotonic()

    def doubt(self) -> None:
        """Have it asked now: something has failed that would not fail if it were there."""
        self._in_doubt.set()

    async def run(self) -> None:
        """Watch, until cancelled."""
        while True:
            await self._clock.wait_async(self._in_doubt, self._patience)
            if not self._in_doubt.is_set() and self._clock.monotonic() - self._heard < self._patience:
                continue
            self._in_doubt.clear()
            try:
                await self._probe()
            except UnreachableError as error:
                await self._wait_for_answer(error)
            self.note_answer()

    async def _wait_for_answer(self, error: UnreachableError) -> None:
        _log.warning("the broker is lost: %s", error)
        self._counts.connected = False
        self._tell("source_lost", {"reason": str(error)})
        for pause in growing_pauses():
            await self._clock.sleep_async(pause)
            with suppress(UnreachableError):
                await self._probe()
                break
        self._counts.connected = True
        self._counts.reconnects += 1
        self._tell("source_back", {})
