"""What flows from the sources to the handlers: `Message`."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from maif.realtime.outbox import Outbox, current_outbox

Partition: TypeAlias = int | str


@dataclass(slots=True, eq=False)
class Message:
    """One message of a stream.

    The fields down to `offset` are for handlers. A source fills what it knows; `source_id` alone must be given.

    >>> message = Message("sensors", content="22.5 °C", metadata={"room": "attic"})
    >>> message.source_id, message.content, message.priority
    ('sensors', '22.5 °C', 'normal')
    """

    source_id: str
    content: str | None = None
    """The text; None if there is none."""
    image_data: bytes | None = None
    """The picture, in its file format; None if there is none."""
    data: Any = None
    """The parsed JSON object, or the raw bytes."""
    requires_analysis: bool = False
    priority: str = "normal"
    timestamp: float = 0.0
    """Seconds since the epoch, as the source says; 0 lets the processor set the time of arrival."""
    metadata: dict[str, Any] = field(default_factory=dict)
    key: Hashable | None = None
    """Messages of one key, in one partition of a source, are handled one after the other; None has no order to keep."""
    partition: Partition = 0
    offset: int = -1
    """The position in the partition: for Kafka the offset, in a file a byte; below 0 the processor counts."""
    next_offset: int = -1
    """Where reading goes on once this message has finished; below 0: at `offset + 1`."""
    raw: bytes | None = None
    """What the dead letters keep of a message that cannot be handled; None: its content, picture or data."""
    failure: Exception | None = None
    """Why the source could not decode `raw`. Such a message goes to no handler, but where a failed one goes."""
    large_file: Path | None = None
    """A large file that is handed over whole, to the handlers of large files alone."""
    outbox: Outbox | None = field(default=None, repr=False)
    """What handlers have written so far; the processor's."""

    @property
    def size(self) -> int:
        """Bytes of payload; what is no text and no bytes counts as nothing."""
        if self.raw is not None:
            return len(self.raw)
        size = len(self.content) if self.content else 0
        size += len(self.image_data) if self.image_data else 0
        return size or (len(self.data) if isinstance(self.data, (bytes, str)) else 0)

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Have what is written into artifacts inside the `with` block belong to this message: for batch handlers.

        It is then written once: when the message finishes, or not at all if the batch fails.
        """
        token = current_outbox.set(self.outbox)
        try:
            yield
        finally:
            current_outbox.reset(token)
