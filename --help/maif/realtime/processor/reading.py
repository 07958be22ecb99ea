"""Reading one source: from its messages to deliveries, and which partitions are this processor's."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Collection, Hashable, Mapping
from contextlib import aclosing
from typing import Any, Protocol

from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import MessageError
from maif.realtime.config import Ordering, StreamConfig
from maif.realtime.message import Message, Partition
from maif.realtime.outbox import Storage
from maif.realtime.processor.counting import Counts
from maif.realtime.processor.deliveries import OVERHEAD, Delivery, Lane
from maif.realtime.sources.source import Source

_log = logging.getLogger("maif.realtime")

TURN = 256  # messages that are read, where no source waits, before the handlers get their turn


class Intake(Protocol):
    """What a reader hands over, and to whom."""

    clock: Clock
    counts: Counts
    config: StreamConfig
    name: str
    storage: Storage
    enough: bool
    """Whether no more messages are wanted."""

    def take_in(self, delivery: Delivery) -> None:
        """Take a message."""
        ...

    async def give_up(self, lanes: Collection[Lane], timeout: float) -> None:
        """End what runs of some lanes, drop the rest of them, and commit."""
        ...

    def emit_event(self, name: str, source: Source | None, payload: Any) -> None:
        """Have an event of no message handled."""
        ...

    def listens_to(self, event: str) -> bool:
        """Say whether an event has a handler."""
        ...

    def fail(self, error: BaseException) -> None:
        """Stop the processor."""
        ...


class Reader:
    """Reads a source, and is the `SourceContext` that the source talks to.

    `lanes` are the partitions that are assigned; each message of one becomes a delivery, unless artifacts hold it
    already.
    """

    def __init__(self, source: Source, intake: Intake) -> None:
        self.source = source
        self.lanes: dict[Partition, Lane] = {}
        self.error: Exception | None = None
        config = intake.config
        self.clock, self.name, self.root = intake.clock, intake.name, intake.storage.root
        self.connect_timeout, self.revoke_timeout = config.connect_timeout, config.revoke_timeout
        self.to_present_end = config.processing_mode == "batch"
        self._intake = intake
        # Positions that mean nothing at another run must not be taken for those of that run.
        self._group = source.group if source.group is not None else f"run-{uuid.uuid4()}"
        self._key_of = _KEYS[config.ordering]
        self._was_revoked: set[Partition] = set()
        is_real = intake.clock is SYSTEM_CLOCK  # asked for every message: spare a call
        self._now = time.monotonic if is_real else intake.clock.monotonic
        self._time = time.time if is_real else intake.clock.time

    def emit(self, name: str, payload: Any = None) -> None:
        self._intake.emit_event(name, self.source, payload)

    def listens_to(self, event: str) -> bool:
        return self._intake.listens_to(event)

    async def assigned(self, committed: Mapping[Partition, int | None]) -> None:
        """Take partitions on, once it is known what artifacts hold of them."""
        new = {partition: position for partition, position in committed.items() if partition not in self.lanes}
        held: Mapping[Partition, Collection[int]] = {}
        if self.source.group is not None and new:
            try:
                held = await self._intake.storage.hold(self.source.name, self._group, new)
            except Exception as error:
                self._intake.fail(error)  # what is there already could be written again
                raise
        for partition, position in new.items():
            self._was_revoked.discard(partition)
            self.lanes[partition] = Lane(self.source, self._group, partition, position, set(held.get(partition, ())))

    async def revoked(self, partitions: Collection[Partition], timeout: float | None = None) -> None:
        """Give partitions up, with all that runs of them."""
        lanes = [self.lanes.pop(partition) for partition in partitions if partition in self.lanes]
        self._was_revoked.update(partitions)
        limit = self.revoke_timeout if self.revoke_timeout is not None else timeout
        if lanes:
            await self._intake.give_up(lanes, limit if limit is not None else self._intake.config.stop_timeout)
            self._intake.storage.release(self.source.name, self._group, partitions)

    async def read(self) -> None:
        """Read until the source ends, fails, or enough has been taken in."""
        source, intake, since_turn = self.source, self._intake, 0
        try:
            async with aclosing(source.messages()) as messages:
                async for message in messages:
                    if source.any_paused and not source.pauses_itself:
                        await source.resumed()
                        since_turn = 0
                    if intake.enough:
                        return
                    lane = self.lanes.get(message.partition) or await self._new_lane(message)
                    if lane is not None:
                        self._take_in(message, lane)
                    if intake.enough:
                        return
                    since_turn += 1
                    if since_turn >= TURN:
                        since_turn = 0
                        await asyncio.sleep(0)
        except Exception as error:
            self.error = error
            _log.error("the source %s has failed: %s: %s", source.name, type(error).__name__, error)
            self.emit("error", error)

    async def _new_lane(self, message: Message) -> Lane | None:
        """Take on the partition of a message that is its first; None if it was on its way when it was revoked."""
        partition = message.partition
        if partition in self._was_revoked:
            return None
        await self.assigned({partition: message.offset if message.offset >= 0 else None})
        return self.lanes[partition]

    def _take_in(self, message: Message, lane: Lane) -> None:
        offset = message.offset
        if offset < 0:
            offset = message.offset = lane.next_count
            lane.next_count += 1
        if offset in lane.deliveries:
            self._intake.counts.repeated += 1
            return
        lane.positions.begin(offset, message.next_offset if message.next_offset >= 0 else offset + 1)
        if offset in lane.held:
            lane.held.remove(offset)
            lane.positions.finish(offset)
            self._intake.counts.already_held += 1
            return
        if not message.timestamp:
            message.timestamp = self._time()
        delivery = Delivery(message, lane, self._key_of(message, lane), self._now())
        lane.deliveries[offset] = delivery
        counts = self.source.counts
        counts.messages += 1
        counts.bytes += delivery.size - OVERHEAD
        if message.failure is not None:
            counts.undecodable += 1
        self._intake.take_in(delivery)


def _by_key(message: Message, lane: Lane) -> Hashable | None:
    if message.key is None:
        return None
    try:
        hash(message.key)
    except TypeError:
        message.failure = MessageError(f"the key of a message must be hashable, got {message.key!r}")
        return None
    return lane, message.key


_KEYS: dict[Ordering, Callable[[Message, Lane], Hashable | None]] = {
    "key": _by_key,
    "partition": lambda message, lane: lane,
    "none": lambda message, lane: None,
}
