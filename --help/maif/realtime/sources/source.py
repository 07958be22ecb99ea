"""What a processor reads from: subclass `Source`, write `messages`, and the rest has a default.

A source that only reads takes a few lines:

>>> from collections.abc import AsyncGenerator
>>> class Countdown(Source):
...     async def messages(self) -> AsyncGenerator[Message]:
...         for number in (3, 2, 1):
...             yield Message("countdown", content=str(number))

One whose messages can be read again, after a restart, gives them an `offset`, sets `group`, and keeps what `commit`
tells it; one with many partitions reports which of them it has been `assigned`, and which were `revoked`.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from maif.clock import Clock
from maif.realtime.message import Message, Partition


@dataclass(slots=True)
class SourceStats:
    """What a source has done so far."""

    messages: int = 0
    """Messages that it gave to its processor."""
    bytes: int = 0
    """Their payload."""
    undecodable: int = 0
    """Messages that could not be decoded, among them."""
    connected: bool = False
    reconnects: int = 0
    paused: bool = False
    lag: dict[Partition, int] = field(default_factory=dict)
    """A partition: how far reading is behind what is there, in the source's own positions, where it is known."""


class SourceContext(Protocol):
    """What a processor offers the source that it opens."""

    clock: Clock
    name: str
    """The name of the processor."""
    root: Path
    """The folder to keep positions in, if the source has no other place for them."""
    connect_timeout: float
    """Seconds in which a first connection must be made."""
    revoke_timeout: float | None
    """Seconds that running handlers have when partitions are revoked; None: the source decides."""
    to_present_end: bool
    """Whether `messages` ends with what is there now, instead of waiting for more."""

    async def assigned(self, committed: Mapping[Partition, int | None]) -> None:
        """Take partitions on, each with the position at which reading begins; None: its beginning.

        Call this before the first message of a partition is yielded. A partition that is never reported is assigned by
        its first message, with that message's position.
        """
        ...

    async def revoked(self, partitions: Collection[Partition], timeout: float | None = None) -> None:
        """Give partitions up: returns when nothing of them runs any more, and what has finished is committed.

        Handlers that run have `timeout` seconds (by default `revoke_timeout`), then they are cancelled. Messages that
        have not begun are forgotten.
        """
        ...

    def emit(self, name: str, payload: Any = None) -> None:
        """Have an event handled, such as `source_lost`, `source_back`, `truncated` or `error`. Does not wait."""
        ...

    def listens_to(self, event: str) -> bool:
        """Say whether an event, or `"large_file"`, has a handler."""
        ...


class Source(ABC):
    """A stream of messages, and what its processor tells it.

    The processor calls, in this order: `open`; `messages`, which it reads to the end or cancels; meanwhile `pause`,
    `resume` and `commit`; a last `commit`; `close`. All calls come from one event loop. Reading may be cancelled at
    any `await` of `messages`; the commit after that must still work.
    """

    group: str | None = None
    """Who reads: set it if a position means the same message at every run; then nothing is written twice. None:
    positions are of this run only."""
    pauses_itself: bool = False
    """Whether `messages` looks at `is_paused`, a partition. Else all of it waits while any partition is paused."""

    def __init__(self, name: str | None = None) -> None:
        self.name = name or type(self).__name__.lower()
        self.any_paused = False
        """Whether anything is not to be read now."""
        self._pauses: set[tuple[str, Partition | None]] = set()
        self._resumed = asyncio.Event()
        self._resumed.set()
        self.counts = SourceStats()

    @abstractmethod
    def messages(self) -> AsyncGenerator[Message]:
        """Yield messages as they come; the end of this is the end of the source.

        What cannot be decoded is yielded with its `failure`. An error that is raised here ends the source: recover from
        what can be recovered from, such as a lost connection.
        """

    async def open(self, context: SourceContext) -> None:
        """Connect. Raise what can never work; try again, for `context.connect_timeout`, what may work later."""
        self.context = context

    async def commit(self, positions: Mapping[Partition, int]) -> None:
        """Remember where reading would have to go on, a partition. An error has it tried again with the next commit."""

    async def close(self) -> None:
        """Let go of everything; called once, also if `open` failed."""

    @property
    def stats(self) -> SourceStats:
        """What this source has done so far."""
        self.counts.paused = self.any_paused
        return self.counts

    def pause(self, partitions: Collection[Partition] | None = None, *, holder: str = "user") -> None:
        """Read no more of some partitions, or (None) of any, until the same `holder` resumes them."""
        self._pauses |= {(holder, partition) for partition in ([None] if partitions is None else partitions)}
        self.any_paused = bool(self._pauses)
        if self.any_paused:
            self._resumed.clear()
        self.pauses_changed()

    def resume(self, partitions: Collection[Partition] | None = None, *, holder: str = "user") -> None:
        """Undo `pause`: read some partitions again, or (None) all that this `holder` has paused."""
        self._pauses -= {
            pause for pause in self._pauses if pause[0] == holder and (partitions is None or pause[1] in partitions)
        }
        self.any_paused = bool(self._pauses)
        if not self.any_paused:
            self._resumed.set()
        self.pauses_changed()

    def is_paused(self, partition: Partition | None = None) -> bool:
        """Say whether a partition must not be read now; None: whether none must."""
        return any(paused is None or paused == partition for _, paused in self._pauses)

    def pauses_changed(self) -> None:
        """Take note that `is_paused` may have changed, where `pauses_itself`."""

    async def resumed(self) -> None:
        """Wait while anything is paused."""
        await self._resumed.wait()
