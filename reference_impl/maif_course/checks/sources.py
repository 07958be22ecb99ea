"""Sources that stay on the checker's side: they count pulls, know whether they were closed, and may never end."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any


class Runaway(BaseException):
    """A source was pulled far beyond what its check allows. No `except Exception` in a piece stops this."""


class Source:
    """An iterator over items. `pulled` counts what it gave; `closed` says whether anybody has closed it.

    `most` is how many items it gives before it raises `Runaway`.
    """

    def __init__(self, items: Iterable[Any], most: int | None = None) -> None:
        self._items = iter(items)
        self._most = most
        self.pulled = 0
        self.closed = False

    def __iter__(self) -> Source:
        return self

    def __next__(self) -> Any:
        item = next(self._items)
        if self.pulled == self._most:
            raise Runaway(f"more than {self._most:,} items were pulled from the source")
        self.pulled += 1
        return item

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remember that this was called."""
        self.closed = True


class AsyncSource:
    """The same as an asynchronous iterator."""

    def __init__(self, items: Iterable[Any], most: int | None = None) -> None:
        self._source = Source(items, most)

    @property
    def pulled(self) -> int:
        """How many items it gave."""
        return self._source.pulled

    @property
    def closed(self) -> bool:
        """Whether anybody has closed it."""
        return self._source.closed

    def __aiter__(self) -> AsyncSource:
        return self

    async def __anext__(self) -> Any:
        try:
            return next(self._source)
        except StopIteration:
            raise StopAsyncIteration from None

    async def aclose(self) -> None:
        """Remember that this was called."""
        self._source.close()


def endless(items: Iterable[Any] | None = None) -> Iterable[Any]:
    """Return items without an end: 0, 1, 2, …, or the given ones over and over."""
    return itertools.count() if items is None else itertools.cycle(items)
