"""Between processor and storage: what handlers write belongs to the message until it finishes.

A handler adds to an artifact, and the artifact puts the block into the `Outbox` of the running message (a context
variable knows it). When all handlers of the message have returned, the processor seals the outbox and has the `Storage`
write it as one group. If an attempt fails, its outbox is dropped: who adds to it afterwards is told so.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Awaitable, Collection, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from maif.errors import MessageLostError

if TYPE_CHECKING:
    from pathlib import Path

    from maif.realtime.config import StreamConfig
    from maif.realtime.event import Event
    from maif.semantic import Embedder

_LOCK = threading.Lock()  # for a moment, and for all: a handler in a thread may add while its message is given up


class Origin(NamedTuple):
    """Where a message came from; equal for equal messages across restarts."""

    source: str
    """The name of the source within its processor."""
    group: str
    """Who reads: another group's positions are another's."""
    partition: int | str
    position: int


class Outbox:
    """What one attempt at a message has written, not yet on disk.

    An entry is whatever the storage makes of a block: the processor does not look into it. Safe across threads.

    >>> outbox = Outbox(Origin("clicks", "live", 0, 17))
    >>> outbox.add("a block")
    >>> outbox.seal()
    ['a block']
    >>> outbox.add("another")
    Traceback (most recent call last):
    maif.errors.MessageLostError: the message at position 17 of clicks, partition 0, is finished or given up: nothing \
can be written for it any more (await what writes, inside the handler)
    """

    __slots__ = ("_entries", "_sealed", "events", "origin", "parent")

    def __init__(self, origin: Origin, parent: Outbox | None = None) -> None:
        self.origin = origin
        self.parent = parent  # what the message's own handlers have written, while a batch handler runs
        self.events: deque[Event] | None = None  # that belong to the message, and wait for their handlers
        self._entries: list[Any] = []
        self._sealed = False

    @property
    def entries(self) -> list[Any]:
        """All entries of the message so far, the oldest first: what reading through an artifact sees as well."""
        return [*(self.parent.entries if self.parent else ()), *self._entries]

    @property
    def sealed(self) -> bool:
        """Whether the message is finished, or this attempt at it given up."""
        return self._sealed

    def require_open(self) -> None:
        """Raise `MessageLostError` once nothing can be added any more."""
        if self._sealed:
            source, _, partition, position = self.origin
            raise MessageLostError(
                f"the message at position {position} of {source}, partition {partition}, is finished or given up: "
                "nothing can be written for it any more (await what writes, inside the handler)"
            )

    def add(self, *entries: Any) -> None:
        """Add entries, all of them or, with `MessageLostError`, none."""
        with _LOCK:
            if self._sealed:
                self.require_open()
            self._entries += entries

    def add_event(self, event: Event) -> bool:
        """Have an event handled as part of the message; return False if that is too late."""
        with _LOCK:
            if not self._sealed:
                if self.events is None:
                    self.events = deque()
                self.events.append(event)
            return not self._sealed

    def seal(self) -> list[Any]:
        """Take nothing more, nor does the parent; return all that is to be written."""
        if self.parent is not None:
            self.parent.seal()
        with _LOCK:
            self._sealed = True
        return self.entries if self.parent is not None else self._entries

    def drop(self) -> None:
        """Take nothing more, nor does the parent, and forget what was added."""
        if self.parent is not None:
            self.parent.drop()
        self.drop_own()

    def drop_own(self) -> None:
        """Take nothing more, and forget what was added to this outbox itself.

        What is sealed stays as it is: it may be being written.
        """
        with _LOCK:
            if not self._sealed:
                self._sealed = True
                self._entries = []


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that could not be handled."""

    origin: Origin
    source_id: str
    raw: bytes
    """What the source has read, as it was."""
    key: str | None
    timestamp: float
    attempts: int
    error: str
    """The type and the message of the error."""
    traceback: str


class Storage(Protocol):
    """What a processor asks of whatever keeps artifacts; all calls come from its event loop, one at a time a message.

    The order at a message: handlers add to its outbox, which the processor then seals; `write`; position finished. The
    order at a commit: `sync`, then the source's `commit`. At an assignment: `hold` before the first message is handled.
    """

    root: Path
    """The folder under which everything is kept; sources keep their positions there as well."""

    async def hold(
        self, source: str, group: str, committed: Mapping[int | str, int | None]
    ) -> Mapping[int | str, Collection[int]]:
        """Return, a partition, the positions at or after the committed one that are there in full.

        None as committed position means the partition's beginning. What counts: every block with this `_from`, in the
        artifacts of whichever member of the group, and dead letters. A position is there in full if all `of` blocks
        are. Where some artifacts hold their part and others do not, the message is handled again: `write` then leaves
        out the artifacts that have theirs.
        """
        ...

    def release(self, source: str, group: str, partitions: Collection[int | str]) -> None:
        """Forget what `hold` found out about partitions: they belong to another member now."""
        ...

    def write(self, outbox: Outbox) -> Awaitable[None] | None:
        """Write what a sealed outbox holds (`outbox.entries`), as one group an artifact, or raise and write nothing.

        Returns None if it is done, or what to wait for. It need not be on disk before `sync`.
        """
        ...

    async def write_dead_letter(self, letter: DeadLetter) -> None:
        """Write a dead letter, and sync it: it is on disk when this returns."""
        ...

    async def sync(self) -> None:
        """Have everything that was written survive a loss of power (`sync=False`: the end of this process)."""
        ...

    async def save(self, name: str, state: bytes) -> None:
        """Keep a state, such as that of a model, under a name: the latest counts."""
        ...

    async def load(self, name: str) -> bytes | None:
        """Return the latest state kept under a name; None if there is none."""
        ...

    async def close(self, timeout: float) -> None:
        """Finish the files that are being written; called once, after the last commit.

        What else there may be to do is left for the next start if it takes longer than so many seconds.
        """
        ...


class StorageProvider(Protocol):
    """Who keeps artifacts; a `Client` is one."""

    @property
    def embedder(self) -> Embedder:
        """What makes vectors of texts."""
        ...

    def open_storage(self, name: str, config: StreamConfig) -> Storage:
        """Return the storage for the processor of this name."""
        ...


class Surroundings(Protocol):
    """What a handler is surrounded by: the processor that called it, as artifacts see it."""

    storage: Storage

    def listens_to(self, event: str) -> bool:
        """Say whether an event has a handler: what nobody would hear of need not be found out."""
        ...

    def emit_soon(
        self, name: str, payload: Any = None, *, content: str | None = None, content_id: str | None = None
    ) -> None:
        """Have an event handled: as part of the running message, if there is one. From any thread; does not wait."""
        ...


current_outbox: ContextVar[Outbox | None] = ContextVar("maif_current_outbox", default=None)
"""The outbox of the message that is being handled; None outside of one: then blocks are written at once."""

current_surroundings: ContextVar[Surroundings | None] = ContextVar("maif_current_surroundings", default=None)
"""The processor that called this handler; None outside of any."""
