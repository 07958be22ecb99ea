"""`create_stream_processor`: where a processor and the client that keeps its artifacts come together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from maif.clock import Clock
from maif.realtime.client import default_client
from maif.realtime.config import StreamConfig
from maif.realtime.outbox import StorageProvider
from maif.realtime.processor import StreamProcessor


def create_stream_processor(
    name: str,
    client: StorageProvider | None = None,
    config: StreamConfig | Mapping[str, Any] | None = None,
    *,
    clock: Clock | None = None,
) -> StreamProcessor:
    """Return a processor, to which sources and handlers can be added; see `StreamProcessor`.

    `client` keeps its artifacts and dead letters (see `create_client`); without one they are kept in the folder
    `maif-data`. `config` is a `StreamConfig`, or a dict of its fields. Raises `InvalidArgumentError` for an unknown
    field, and names the nearest.

    >>> from maif.realtime import create_client
    >>> processor = create_stream_processor("temperatures", create_client("guide", root="tour-data"))
    >>> source = processor.add_iterable_source(["22.5", "23.1", "hot"])
    >>> @processor.on_text_message
    ... async def warm(message):
    ...     if message.content == "hot":
    ...         raise ValueError("no number")
    ...     print(float(message.content))
    >>> @processor.on_event("error")
    ... async def tell(event):
    ...     print(event.payload.outcome, event.content)
    >>> from maif.clock import run  # asyncio.run, on virtual time
    >>> stats = run(processor.run())
    22.5
    23.1
    dead_letter hot
    >>> stats.finished, stats.retried, stats.dead_letters
    (3, 3, 1)
    """
    return StreamProcessor(name, default_client() if client is None else client, config, clock=clock)
