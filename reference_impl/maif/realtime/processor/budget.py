"""How much may be on its way: reading pauses while too much has been read and is not finished."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection

from maif.realtime.processor.deliveries import Delivery, Lane
from maif.realtime.sources.source import Source

# Reading goes on when so much of a bound is free again: else it would stop and go at every message.
RESUME_AT = 0.75

_BYTES, _POSITIONS = "buffer_size", "max_unfinished"


class Budget:
    """Bounds the bytes of all messages on their way, and the span of unfinished positions of each partition.

    At a bound it pauses the sources: all of them, or the one partition. It tells `changed` when, with a payload for the
    event `backpressure`.
    """

    def __init__(
        self,
        sources: Collection[Source],
        max_bytes: int,
        max_unfinished: int,
        changed: Callable[[Source | None, dict[str, object]], None],
    ) -> None:
        self._sources, self._changed = sources, changed
        self._max_bytes, self._max_unfinished = max_bytes, max_unfinished
        self.bytes = self.items = self.full_lanes = 0
        self.full = False
        self.quiet = asyncio.Event()  # set while nothing is on its way
        self.quiet.set()
        self._one_less: asyncio.Event | None = None  # for whoever waits for the last message of some lanes

    @property
    def holds_back(self) -> bool:
        """Whether anything is not read now."""
        return self.full or self.full_lanes > 0

    def add(self, delivery: Delivery) -> None:
        """Count a message that has been read."""
        lane = delivery.lane
        if not self.items:
            self.quiet.clear()
        self.items += 1
        self.bytes += delivery.size
        if self.bytes >= self._max_bytes and not self.full:
            self.full = True
            for source in self._sources:
                source.pause(holder=_BYTES)
            self._changed(None, {"on": True, "bound": _BYTES, "bytes": self.bytes})
        if len(lane.positions) >= self._max_unfinished and not lane.full:
            lane.full = True
            self.full_lanes += 1
            lane.source.pause([lane.partition], holder=_POSITIONS)
            self._changed(lane.source, {"on": True, "bound": _POSITIONS, "partition": lane.partition})

    def remove(self, delivery: Delivery) -> None:
        """Count a message that is finished or given up."""
        lane = delivery.lane
        self.items -= 1
        self.bytes -= delivery.size
        if not self.items:
            self.quiet.set()
        if self._one_less is not None:
            self._one_less.set()
        if self.full and self.bytes <= self._max_bytes * RESUME_AT:
            self.full = False
            for source in self._sources:
                source.resume(holder=_BYTES)
            self._changed(None, {"on": False, "bound": _BYTES, "bytes": self.bytes})
        if lane.full and len(lane.positions) <= self._max_unfinished * RESUME_AT:
            self.open_lane(lane)
            self._changed(lane.source, {"on": False, "bound": _POSITIONS, "partition": lane.partition})

    async def none_left(self, lanes: Collection[Lane]) -> None:
        """Wait until no message of some lanes is on its way."""
        while any(lane.deliveries for lane in lanes):
            if self._one_less is None:
                self._one_less = asyncio.Event()
            self._one_less.clear()
            await self._one_less.wait()

    def open_lane(self, lane: Lane) -> None:
        """Let a partition be read, if it was full: it has room again, or is gone."""
        if lane.full:
            lane.full = False
            self.full_lanes -= 1
            lane.source.resume([lane.partition], holder=_POSITIONS)
