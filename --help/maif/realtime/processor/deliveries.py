"""A message on its way, and the partition that it came from."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from typing import Literal

from maif.realtime.message import Message, Partition
from maif.realtime.outbox import Origin, Outbox
from maif.realtime.positions import Positions
from maif.realtime.sources.source import Source

Stage = Literal["waiting", "running", "pausing", "in batch", "writing", "done"]

OVERHEAD = 1024  # bytes that a small message takes beside its payload; 400 to 860 were measured


class Lane:
    """A partition that is assigned to this processor, and what of it is on its way."""

    __slots__ = (
        "committed",
        "deliveries",
        "full",
        "group",
        "held",
        "next_count",
        "partition",
        "positions",
        "revoked",
        "source",
    )

    def __init__(self, source: Source, group: str, partition: Partition, committed: int | None, held: set[int]) -> None:
        self.source, self.group, self.partition = source, group, partition
        self.committed = committed
        self.held = held  # positions that artifacts hold already
        self.positions = Positions()
        self.deliveries: dict[int, Delivery] = {}  # those that are not done, the oldest first
        self.next_count = 0  # for sources that do not count themselves
        self.full = False  # whether reading waits for the first unfinished position
        self.revoked = False


class Delivery:
    """A message from its reading until it is finished, or given up because its partition is another's."""

    __slots__ = (
        "arrived",
        "attempts",
        "begun",
        "key",
        "lane",
        "lost",
        "message",
        "outbox",
        "retry",
        "size",
        "stage",
        "task",
    )

    def __init__(self, message: Message, lane: Lane, key: Hashable | None, arrived: float) -> None:
        self.message, self.lane, self.key = message, lane, key
        self.arrived = arrived
        raw = message.raw
        self.size = OVERHEAD + (message.size if raw is None else len(raw))
        self.attempts = 0
        self.stage: Stage = "waiting"
        self.lost = False  # whether it was given up
        self.begun = 0.0  # when the attempt began that runs
        self.outbox: Outbox | None = None
        self.task: asyncio.Task[None] | None = None  # the one that runs the attempt
        self.retry: asyncio.TimerHandle | None = None

    @property
    def origin(self) -> Origin:
        """Where the message came from."""
        lane = self.lane
        return Origin(lane.source.name, lane.group, lane.partition, self.message.offset)

    def new_outbox(self) -> Outbox:
        """Begin an attempt: what it writes is kept apart from what any other has written."""
        message, lane = self.message, self.lane
        self.outbox = message.outbox = outbox = Outbox(
            Origin(lane.source.name, lane.group, lane.partition, message.offset)
        )
        return outbox

    def drop_outboxes(self) -> None:
        """Forget what was written for this message, and let nothing more be written."""
        for outbox in (self.message.outbox, self.outbox):
            if outbox is not None:
                outbox.drop()

    def give_up(self) -> None:
        """Let nothing more be written for this message, and forget what was."""
        self.stage, self.lost = "done", True
        self.drop_outboxes()
        if self.retry is not None:
            self.retry.cancel()
