"""Sources that know how far they were pulled, and whether they were closed; items that know whether they are held."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any


class RecordedSource:
    """An iterator over `items` (0, 1, 2, … without end by default) that keeps count.

    `on_pull(self)` is called before each item: it may check a bound, or raise.
    """

    def __init__(
        self, items: Iterable[Any] | None = None, on_pull: Callable[[Any], object] = lambda source: None
    ) -> None:
        self._items = itertools.count() if items is None else iter(items)
        self._on_pull = on_pull
        self.pulled = 0
        self.closed = 0

    def __iter__(self) -> RecordedSource:
        return self

    def __next__(self) -> Any:
        self._on_pull(self)
        item = next(self._items)
        self.pulled += 1
        return item

    def close(self) -> None:
        self.closed += 1


class RecordedAsyncSource:
    """The same as an async iterator; `wait()` is awaited before each item."""

    def __init__(
        self,
        items: Iterable[Any] | None = None,
        on_pull: Callable[[Any], object] = lambda source: None,
        wait: Callable[[], Any] | None = None,
    ) -> None:
        self._items = itertools.count() if items is None else iter(items)
        self._on_pull = on_pull
        self._wait = wait
        self.pulled = 0
        self.closed = 0

    def __aiter__(self) -> RecordedAsyncSource:
        return self

    async def __anext__(self) -> Any:
        self._on_pull(self)
        if self._wait is not None:
            await self._wait()
        try:
            item = next(self._items)
        except StopIteration:
            raise StopAsyncIteration from None
        self.pulled += 1
        return item

    async def aclose(self) -> None:
        self.closed += 1


class Census:
    """Makes items that it counts for as long as anybody holds them."""

    def __init__(self) -> None:
        self.alive = 0
        self.most = 0

    def items(self, count: int) -> Iterator[CountedItem]:
        """Yield items numbered from 0."""
        return (CountedItem(number, self) for number in range(count))


class CountedItem:
    """A number whose life a `Census` follows."""

    def __init__(self, number: int, census: Census) -> None:
        self.number, self._census = number, census
        census.alive += 1
        census.most = max(census.most, census.alive)

    def __del__(self) -> None:
        self._census.alive -= 1
