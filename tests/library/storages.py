"""A storage in memory, which remembers what survives a crash: what live streams are tested with."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from maif.realtime.config import StreamConfig
from maif.realtime.outbox import DeadLetter, Origin, Outbox, current_outbox
from maif.semantic import HashingEmbedder


@dataclass
class Disk:
    """What is left when the process is gone: blocks with their origins, dead letters, states."""

    blocks: list[tuple[Origin, Any]] = field(default_factory=list)
    letters: list[DeadLetter] = field(default_factory=list)
    states: dict[str, bytes] = field(default_factory=dict)

    def contents(self) -> list[Any]:
        return [entry for _, entry in self.blocks]


class MemoryStorage:
    """Keeps blocks on a `Disk`; also a client, of which it is the only storage. Takes `delay` seconds for a write."""

    def __init__(self, disk: Disk | None = None, delay: float = 0.0) -> None:
        self.disk = disk or Disk()
        self.root = Path("nowhere")
        self.delay = delay
        self.syncs = 0
        self.closed = False
        self.error: Exception | None = None  # what every write raises
        self.released: list[int | str] = []

    @property
    def embedder(self) -> HashingEmbedder:
        return HashingEmbedder()

    def open_storage(self, name: str, config: StreamConfig) -> MemoryStorage:
        return self

    async def hold(
        self, source: str, group: str, committed: Mapping[int | str, int | None]
    ) -> Mapping[int | str, Collection[int]]:
        origins = [origin for origin, _ in self.disk.blocks] + [letter.origin for letter in self.disk.letters]
        return {
            partition: {
                o.position for o in origins if o[:3] == (source, group, partition) and o.position >= (least or 0)
            }
            for partition, least in committed.items()
        }

    def release(self, source: str, group: str, partitions: Collection[int | str]) -> None:
        self.released += partitions

    def write(self, outbox: Outbox) -> Awaitable[None] | None:
        if self.error is not None:
            raise self.error
        if self.delay:
            return self._write_later(outbox)
        self._write(outbox)
        return None

    async def _write_later(self, outbox: Outbox) -> None:
        await asyncio.sleep(self.delay)
        self._write(outbox)

    def _write(self, outbox: Outbox) -> None:
        self.disk.blocks += [(outbox.origin, entry) for entry in outbox.entries]

    async def write_dead_letter(self, letter: DeadLetter) -> None:
        if self.error is not None:
            raise self.error
        self.disk.letters.append(letter)

    async def sync(self) -> None:
        self.syncs += 1

    async def save(self, name: str, state: bytes) -> None:
        self.disk.states[name] = state

    async def load(self, name: str) -> bytes | None:
        return self.disk.states.get(name)

    async def close(self, timeout: float) -> None:
        self.closed = True


def write(entry: Any) -> None:
    """Write as an artifact does inside a handler."""
    outbox = current_outbox.get()
    assert outbox is not None, "not inside of a message"
    outbox.add(entry)
