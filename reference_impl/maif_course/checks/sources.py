"""Sources that stay on the checker's side: they count pulls, know whether they were closed, and may never end."""

from __future__ import annotations

import io
import itertools
from collections.abc import AsyncIterator, Iterable, Iterator
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

    def bare(self) -> Iterator[Any]:
        """Return an iterator that only gives the items and can be closed: who gets it sees no sign of a check.

        >>> source = Source("ab")
        >>> next(source.bare()), source.pulled, hasattr(source.bare(), "pulled")
        ('a', 1, False)
        """
        source = self

        class iterator:  # noqa: N801 — a name like those of the built-in ones
            __slots__ = ()

            def __iter__(self) -> iterator:
                return self

            def __next__(self) -> Any:
                return next(source)

            def __enter__(self) -> iterator:
                return self

            def __exit__(self, *_: object) -> None:
                source.close()

            def close(self) -> None:
                source.close()

        return iterator()


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

    def bare(self) -> AsyncIterator[Any]:
        """Return an iterator that only gives the items and can be closed, as `Source.bare` does."""
        source = self

        class iterator:  # noqa: N801
            __slots__ = ()

            def __aiter__(self) -> iterator:
                return self

            async def __anext__(self) -> Any:
                return await source.__anext__()

            async def aclose(self) -> None:
                await source.aclose()

        return iterator()


class Loopable:
    """Something to loop over, and nothing else: no iterator, no length, no place. Every loop starts anew."""

    def __init__(self, items: Iterable[Any]) -> None:
        self._items = list(items)

    def __iter__(self) -> Iterator[Any]:
        yield from self._items


class OpenText(io.TextIOBase):
    """A text file open for reading, with all that such a file can do; `pulled` counts the lines that were begun.

    With `fails`, reading raises `OSError` where the lines end.

    >>> file = OpenText(["517 EWR\\n", "533 LGA\\n"])
    >>> file.readline(), file.pulled, list(file), file.pulled
    ('517 EWR\\n', 1, ['533 LGA\\n'], 2)
    """

    def __init__(self, lines: Iterable[str], *, fails: bool = False) -> None:
        self._text, self._place, self._fails = "".join(lines), 0, fails

    @property
    def pulled(self) -> int:
        """How many lines were begun, up to where reading is now."""
        return len(self._text[: self._place].splitlines())

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def seekable(self) -> bool:
        """Return that one can go to another place in it."""
        return True

    def tell(self) -> int:
        """Return where reading is: how many characters lie before."""
        return self._place

    def seek(self, place: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place, as `tell` gives it; or to the end."""
        self._place = len(self._text) if whence == io.SEEK_END else place
        return self._place

    def read(self, size: int | None = -1, /) -> str:
        """Return so many characters, or all that are left."""
        whole = size is None or size < 0
        return self._up_to(len(self._text) if whole else self._place + (size or 0), to_the_end=whole)

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # what loops and `readlines` ask, too
        """Return the rest of the line; "" at the end."""
        end = (self._text.find("\n", self._place) + 1) or len(self._text)
        return self._up_to(end if size < 0 else min(end, self._place + size))

    def _up_to(self, end: int, to_the_end: bool = False) -> str:
        if self.closed:
            raise ValueError("I/O operation on closed file.")
        start, self._place = self._place, min(end, len(self._text))
        if self._fails and (to_the_end or start == self._place):
            raise OSError("the disk does not answer")
        return self._text[start : self._place]


def endless(items: Iterable[Any] | None = None) -> Iterable[Any]:
    """Return items without an end: 0, 1, 2, …, or the given ones over and over."""
    return itertools.count() if items is None else itertools.cycle(items)
