"""Pages: what a database, or a service over HTTP, hands out a few items at a time, saying where the next begin."""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Generator, Iterable
from typing import Any, TypeVar

from maif.arguments import require_callable
from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.sources import closing_source

T = TypeVar("T")
Page = tuple[Iterable[T], Any]


def iter_pages(fetch: Callable[[Any], Page[T]], after: Any = None) -> Generator[T]:
    """Yield the items of all pages, one by one; a page is fetched when the first of its items is asked for.

    `fetch(after)` returns a page: its items, and what to hand to `fetch` for the next page; None after the last one.
    The first page is that of the `after` given here, so that reading can go on where it was. An empty page is not the
    end. When `fetch` is called, nothing of an earlier page is held. Items that are an iterator with a `close` are
    closed, however reading ends.

    Raises `InvalidTypeError` for a page that is no such pair, and `InvalidArgumentError` where the next page is to
    begin where this one did: that would go on for ever.

    >>> def fetch(after):
    ...     print("fetches", after)
    ...     return range(after, after + 2), after + 2 if after < 4 else None
    >>> items = iter_pages(fetch, 0)
    >>> next(items), next(items)
    fetches 0
    (0, 1)
    >>> list(items)
    fetches 2
    fetches 4
    [2, 3, 4, 5]
    """
    require_callable(fetch=fetch)
    return items_of_pages(_checked(fetch), after)


def items_of_pages(fetch: Callable[[Any], Page[T]], after: Any) -> Generator[T]:
    """Yield the items of one page after the other, and hold no more than the page at hand."""
    while True:
        items, after = fetch(after)
        with closing_source(iter(items)) as page:
            del items  # the iterator of a list lets go of it at its end
            yield from page
        if after is None:
            return


def _checked(fetch: Callable[[Any], Page[T]]) -> Callable[[Any], Page[T]]:
    def fetched(after: Any) -> Page[T]:
        page = fetch(after)
        if not (isinstance(page, tuple) and len(page) == 2):
            raise InvalidTypeError(
                f"fetch must return a page's items and what comes after, or None, got {reprlib.repr(page)}"
            )
        if page[1] is not None and page[1] == after:
            raise InvalidArgumentError(f"the page after {after!r} says that the next one comes after {after!r}, too")
        return page

    return fetched
