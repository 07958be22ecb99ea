"""Who reads a stream closes it: the source of a generator ends when the generator does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from io import IOBase
from typing import Any, TypeVar

T = TypeVar("T")


@contextmanager
def closing_source(source: Iterator[T]) -> Iterator[Iterator[T]]:
    """Close `source` at the end of the `with` block, however it is left, if it has a `close` at all.

    A file stays open: whoever opened it may read on.

    >>> def numbers():
    ...     try:
    ...         yield from range(1000)
    ...     finally:
    ...         print("closed")
    >>> with closing_source(numbers()) as source:
    ...     print(next(source))
    0
    closed
    """
    try:
        yield source
    finally:
        if not isinstance(source, IOBase) and (close := getattr(source, "close", None)):
            close()


def closing_with(source: Iterator[Any], values: Iterable[T]) -> Generator[T]:
    """Yield the values that are made from `source`, and close it at the end, however that comes."""
    with closing_source(source):
        yield from values


@asynccontextmanager
async def closing_async_source(source: AsyncIterator[T]) -> AsyncIterator[AsyncIterator[T]]:
    """Close `source` at the end of the `async with` block, however it is left, if it has an `aclose` at all."""
    try:
        yield source
    finally:
        if close := getattr(source, "aclose", None):
            await close()
