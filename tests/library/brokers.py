"""A broker in memory, and a source that reads it: what a Kafka topic is to a processor, on virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field

from maif.realtime.message import Message, Partition
from maif.realtime.sources.source import Source


@dataclass
class Broker:
    """A topic of several partitions, and where its one group goes on reading."""

    partitions: dict[Partition, list[tuple[str | None, str]]]  # keys and texts, by offset
    committed: dict[Partition, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(map(len, self.partitions.values()))


class BrokerSource(Source):
    """Reads a `Broker` to its present end, and gives partitions up for a while when it is told to.

    `rebalances`: after how many messages which partition is revoked, and for how many seconds its handlers may go on.
    `spacing`: how many seconds a message takes to come.
    """

    group = "group"
    pauses_itself = True

    def __init__(
        self,
        broker: Broker,
        rebalances: Mapping[int, tuple[Partition, float]] | None = None,
        spacing: float = 0.0,
    ) -> None:
        super().__init__("topic")
        self.broker, self.spacing = broker, spacing
        self.rebalances = dict(rebalances or {})
        self.positions: dict[Partition, int] = {}
        self.commits: list[dict[Partition, int]] = []
        self.commit_error: Exception | None = None
        self.closed = False
        self.changed = asyncio.Event()  # what is paused

    def pauses_changed(self) -> None:
        self.changed.set()

    async def take(self, *partitions: Partition) -> None:
        committed = {partition: self.broker.committed.get(partition) for partition in partitions}
        await self.context.assigned(committed)
        self.positions.update({partition: position or 0 for partition, position in committed.items()})

    async def give(self, partition: Partition, timeout: float) -> None:
        await self.context.revoked([partition], timeout)
        del self.positions[partition]

    async def messages(self) -> AsyncGenerator[Message]:
        await self.take(*self.broker.partitions)
        number = 0
        while True:
            await self.context.clock.sleep_async(self.spacing)
            if number in self.rebalances:
                partition, timeout = self.rebalances.pop(number)
                await self.give(partition, timeout)
                await self.take(partition)
            unread = [p for p, offset in self.positions.items() if offset < len(self.broker.partitions[p])]
            if not unread:
                return
            readable = [partition for partition in unread if not self.is_paused(partition)]
            if not readable:
                self.changed.clear()
                await self.changed.wait()
                continue
            partition = readable[number % len(readable)]
            offset = self.positions[partition]
            self.positions[partition] += 1
            number += 1
            key, text = self.broker.partitions[partition][offset]
            yield Message("topic", content=text, key=key, partition=partition, offset=offset, raw=text.encode())

    async def commit(self, positions: Mapping[Partition, int]) -> None:
        if self.commit_error is not None:
            raise self.commit_error
        self.commits.append(dict(positions))
        self.broker.committed.update(positions)

    async def close(self) -> None:
        self.closed = True
