"""What a processor is to its source, without a processor: it keeps what it is told, and reads the messages."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Container, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from pathlib import Path
from typing import Any, cast

from maif.clock import Clock, VirtualTimeLoop
from maif.realtime.message import Message, Partition
from maif.realtime.sources.source import Source


class Listener:
    """The context of a source that is read by a test."""

    def __init__(
        self,
        root: Path | str,
        *,
        clock: Clock | None = None,
        to_present_end: bool = False,
        listens: Container[str] = (),
        name: str = "p",
        connect_timeout: float = 30.0,
    ) -> None:
        self.root, self.name = Path(root), name
        self.clock = clock or cast(VirtualTimeLoop, asyncio.get_running_loop()).clock
        self.connect_timeout, self.to_present_end = connect_timeout, to_present_end
        self.revoke_timeout: float | None = None
        self.events: list[tuple[str, Any]] = []
        self.assignments: list[dict[Partition, int | None]] = []
        self.revocations: list[tuple[set[Partition], float | None]] = []
        self.messages: list[Message] = []
        self.on_revoked: Callable[[Collection[Partition]], Awaitable[object]] | None = None
        self.on_message: Callable[[Message], object] | None = None
        self._listens = listens
        self._changed = asyncio.Event()

    async def assigned(self, committed: Mapping[Partition, int | None]) -> None:
        self.assignments.append(dict(committed))
        self._changed.set()

    async def revoked(self, partitions: Collection[Partition], timeout: float | None = None) -> None:
        self.revocations.append((set(partitions), timeout))
        if self.on_revoked:
            await self.on_revoked(partitions)

    def emit(self, name: str, payload: Any = None) -> None:
        self.events.append((name, payload))
        self._changed.set()

    def listens_to(self, event: str) -> bool:
        return event in self._listens

    @property
    def contents(self) -> list[Any]:
        return [message.content for message in self.messages]

    def named(self, name: str) -> list[Any]:
        """Return the payloads of the events of a name."""
        return [payload for event, payload in self.events if event == name]

    def ends(self) -> dict[Partition, int]:
        """Return, a partition, where its last message that has come ends: all can be committed."""
        ends: defaultdict[Partition, int] = defaultdict(int)
        for message in self.messages:
            ends[message.partition] = max(ends[message.partition], message.next_offset)
        return dict(ends)

    async def read(self, source: Source) -> None:
        """Read messages until the source ends."""
        async with aclosing(source.messages()) as messages:
            async for message in messages:
                self.messages.append(message)
                if self.on_message:
                    self.on_message(message)
                self._changed.set()
                if source.any_paused and not source.pauses_itself:
                    await source.resumed()

    async def come(self, count: int) -> None:
        """Wait until so many messages have come, in all."""
        await self.until(lambda: len(self.messages) >= count)

    async def hear(self, name: str) -> None:
        """Wait for an event of a name."""
        await self.until(lambda: self.named(name))

    async def until(self, predicate: Callable[[], object]) -> None:
        """Wait until something is true, which messages, events or assignments make true."""
        while not predicate():
            self._changed.clear()
            await self._changed.wait()


@asynccontextmanager
async def reading(source: Source, listener: Listener) -> AsyncGenerator[Listener]:
    """Open a source, read it in a task of its own, and close it."""
    try:
        await source.open(listener)
        task = asyncio.create_task(listener.read(source))
        try:
            yield listener
            if task.done():
                task.result()
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
    finally:
        await source.close()


async def read_all(source: Source, root: Path | str, **options: Any) -> Listener:
    """Read a source to its present end; return the listener."""
    listener = Listener(root, to_present_end=True, **options)
    try:
        await source.open(listener)
        await listener.read(source)
    finally:
        await source.close()
    return listener
