"""A running processor, as a stream of events: its figures each second, and what has happened."""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from maif.errors import ClosedError
from maif.query.event_stream import format_event

if TYPE_CHECKING:
    from maif.realtime import StreamProcessor

TOLD = ("error", "backpressure", "source_lost", "source_back", "truncated", "drift", "workers", "stuck")
KEPT = 50  # events of the processor
HISTORY = 120  # figures, for a page that is opened later


class LiveFeed:
    """Looks at a processor every `interval` seconds, for however many readers.

    Each gets the figures of the last two minutes and the last events, then what follows. A reader that falls behind
    misses figures, and costs nothing. Add it before the processor starts: it handles events.
    """

    def __init__(self, processor: StreamProcessor, interval: float = 1.0) -> None:
        self._processor, self._interval = processor, interval
        self._figures: deque[tuple[int, str]] = deque(maxlen=HISTORY)
        self._happened: deque[tuple[int, str]] = deque(maxlen=KEPT)
        self._number = 0
        self._news = asyncio.Event()
        for name in TOLD:
            processor.on_event(name)(self._note)

    async def run(self) -> None:
        """Look until this is cancelled."""
        while True:
            with suppress(ClosedError):  # it has not started yet
                stats = asdict(self._processor.stats)
                self._tell(self._figures, {"name": self._processor.name, "time": time.time(), **_plain(stats)})
            await asyncio.sleep(self._interval)

    async def events(self) -> AsyncGenerator[bytes]:
        """Yield what has been, together, and then what comes."""
        seen = 0
        while True:
            news = self._news
            parts = [
                (number, format_event(text, event_type=kind))
                for kind, kept in (("stats", self._figures), ("happened", self._happened))
                for number, text in kept
                if number > seen
            ]
            seen = self._number
            if parts:
                yield b"".join(event for _, event in sorted(parts))
            await news.wait()

    def _note(self, event: Any) -> None:
        loop_safe = {"time": time.time(), "name": event.name, "source": event.source, "what": str(event.payload)[:500]}
        self._tell(self._happened, loop_safe)

    def _tell(self, kept: deque[tuple[int, str]], data: dict[str, Any]) -> None:
        self._number += 1
        kept.append((self._number, json.dumps(data)))
        news, self._news = self._news, asyncio.Event()
        news.set()


def _plain(value: Any) -> Any:
    """Return figures as JSON can tell them: what is not a number there is null."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return None if isinstance(value, float) and not math.isfinite(value) else value
