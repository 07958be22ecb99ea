"""Messages from anything that can be iterated over: what a program makes itself, and tests without a broker."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Iterable, Mapping
from typing import Any

from maif.arguments import some_text
from maif.errors import InvalidTypeError, MessageError
from maif.realtime.decoding import as_message
from maif.realtime.message import Message, Partition
from maif.realtime.sources.source import Source
from maif.sources import closing_async_source, closing_source


class IterableSource(Source):
    """The items of an iterable or an async iterable, as messages; closing the source closes it.

    An item may be a `Message`, an object (a mapping), a text, bytes, or anything else. Positions count the items, from
    0. Name a `group` where every run sees the same items in the same order: then the processor does
    not handle again what artifacts hold of them. `committed` says where reading would go on, a partition.

    Raises `InvalidTypeError` for what cannot be iterated over.
    """

    def __init__(
        self,
        items: Iterable[Any] | AsyncIterable[Any],
        source_id: str = "items",
        *,
        group: str | None = None,
        name: str | None = None,
    ) -> None:
        if not isinstance(items, (Iterable, AsyncIterable)) or isinstance(items, (str, bytes)):
            raise InvalidTypeError(f"items must be an iterable or an async iterable of messages, got {items!r}")
        some_text(source_id=source_id)
        super().__init__(name or source_id)
        self.source_id, self.group = source_id, group
        self.committed: dict[Partition, int] = {}
        self._items = items

    async def messages(self) -> AsyncGenerator[Message]:
        """Yield a message an item."""
        if isinstance(self._items, AsyncIterable):
            async with closing_async_source(aiter(self._items)) as async_items:
                async for item in async_items:
                    yield self._message(item)
        else:
            with closing_source(iter(self._items)) as items:
                for item in items:
                    yield self._message(item)

    def _message(self, item: Any) -> Message:
        try:
            return as_message(item, self.source_id)
        except MessageError as error:
            return Message(self.source_id, data=item, failure=error)

    async def commit(self, positions: Mapping[Partition, int]) -> None:
        """Keep the positions in `committed`."""
        self.committed.update(positions)
