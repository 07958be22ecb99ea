"""Concurrent maps over async functions: `amap_ordered` and `amap_as_completed`.

This is their promise; `maif.parallel.scheduler` keeps it.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Iterable
from contextvars import Context
from typing import TypeVar

from maif.arguments import require_callable, whole_number
from maif.errors import InvalidTypeError
from maif.parallel.call_queue import CallQueue
from maif.parallel.scheduler import AsyncSourceMap, Call, Map, SourceMap

T = TypeVar("T")
R = TypeVar("R")


def amap_ordered(
    fn: Callable[[T], Awaitable[R]],
    items: Iterable[T] | AsyncIterable[T],
    *,
    max_in_flight: int = 64,
    max_waiting: int | None = None,
) -> AsyncGenerator[R]:
    """Yield `await fn(item)` for each item, in the order of the items, with up to `max_in_flight` calls at a time.

    Calls begin in the order of the items. Each result comes as soon as it and all before it are there. Behind a slow
    call the others go on, until `max_waiting` results wait (twice `max_in_flight` by default). The source is never more
    than `max_in_flight + max_waiting` items ahead of the results, so endless sources work.

    >>> import asyncio
    >>> from maif.clock import run  # asyncio.run, on virtual time
    >>> async def nap(seconds):
    ...     await asyncio.sleep(seconds)
    ...     return f"{seconds} s"
    >>> async def main():
    ...     return [result async for result in amap_ordered(nap, [3, 1, 2])]
    >>> run(main())
    ['3 s', '1 s', '2 s']

    An error of a call comes at its item's place, after all results before it, and ends the map. An error of the source
    comes after the results of all items before it. Leaving early (`break`, an error, cancellation, `aclose()`) cancels
    the calls in flight, waits for their end, and closes the source. After a `break` this happens as soon as the event
    loop gets to it; `async with contextlib.aclosing(amap_ordered(…)) as results` makes it happen before the next line.

    Each call sees the context variables of the reader, as they were when reading began; what it sets, no other call
    sees. One task alone reads an async source, and closes it. Raises `InvalidArgumentError` and `InvalidTypeError` for
    bounds and items that make no sense.
    """
    return _amap(fn, items, max_in_flight, max_waiting, ordered=True)


def amap_as_completed(
    fn: Callable[[T], Awaitable[R]],
    items: Iterable[T] | AsyncIterable[T],
    *,
    max_in_flight: int = 64,
    max_waiting: int | None = None,
) -> AsyncGenerator[R]:
    """Yield `await fn(item)` for each item, first come first served, with up to `max_in_flight` calls at a time.

    In all else this is `amap_ordered`: bounds, errors (that of a call comes when it fails), cleaning up, context.

    >>> import asyncio
    >>> from maif.clock import run  # asyncio.run, on virtual time
    >>> async def nap(seconds):
    ...     await asyncio.sleep(seconds)
    ...     return f"{seconds} s"
    >>> async def main():
    ...     return [result async for result in amap_as_completed(nap, [3, 1, 2])]
    >>> run(main())
    ['1 s', '2 s', '3 s']
    """
    return _amap(fn, items, max_in_flight, max_waiting, ordered=False)


def _amap(
    fn: Callable[[T], Awaitable[R]],
    items: Iterable[T] | AsyncIterable[T],
    max_in_flight: int,
    max_waiting: int | None,
    ordered: bool,
) -> AsyncGenerator[R]:
    max_in_flight = whole_number(1, max_in_flight=max_in_flight)
    if max_waiting is None:
        max_waiting = 2 * max_in_flight
    max_waiting = whole_number(0, max_waiting=max_waiting)
    require_callable(fn=fn)
    return map_calls(lambda call: fn(call.item), items, max_in_flight, max_in_flight + max_waiting, ordered).results()


def map_calls(
    fn: Callable[[Call[T, R]], Awaitable[R]],
    items: Iterable[T] | AsyncIterable[T],
    max_in_flight: int,
    max_ahead: int,
    ordered: bool,
    context: Context | None = None,
) -> Map[T, R]:
    """Return a map that is not running yet, for whoever needs more than its results.

    Raises `InvalidTypeError` for items that cannot be iterated over.
    """
    if isinstance(items, AsyncIterable):  # which is read ahead: an item that is ready counts as a call in flight
        return AsyncSourceMap(aiter(items), fn, max_in_flight, CallQueue(max_ahead, max_ahead, ordered), context)
    if isinstance(items, Iterable):
        return SourceMap(iter(items), fn, max_in_flight, CallQueue(max_in_flight, max_ahead, ordered), context)
    raise InvalidTypeError(f"items must be an iterable or an async iterable, got {items!r}")
