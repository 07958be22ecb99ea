"""Circumstances: solutions that are right, but for one kind of item, source or use that a check may have left out.

Each wraps a function that a task builds. A check that never hands it a 0, an empty source, or a generator cannot tell
the wrapped one from the solution; nor can one that uses it once only. Only what is tried counts: a circumstance that
cannot come about, as no argument is a stream of items, is none.
"""

from __future__ import annotations

import functools
from collections.abc import AsyncIterable, AsyncIterator, Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

Piece = Callable[..., Any]
Wrapper = Callable[[Piece, Callable[[], None]], Piece]  # the second is called when the circumstance can come about


class Unmet(Exception):  # noqa: N818 — a finding, no error
    """The circumstance has come about, and the wrapped solution fails because of it."""


def wrapped(circumstance: str, piece: Piece, met: list[str]) -> Piece:
    """Return a piece that fails in one circumstance; `met` gets its name when it could have come about."""
    return CIRCUMSTANCES[circumstance](piece, lambda: met.append(circumstance))


@dataclass(frozen=True, slots=True)
class _Spoiled:
    """A wrapper that spoils each argument that is a stream of items.

    What `keep` refuses is lost, or with `ends` the end. After exactly `failing` items the end is an error.
    """

    keep: Callable[[Any], bool] = lambda _: True
    ends: bool = False
    failing: int | None = None

    def __call__(self, piece: Piece, met: Callable[[], None]) -> Piece:
        @functools.wraps(piece)
        def call(*arguments: Any, **keywords: Any) -> Any:
            return piece(*(self._spoiled(argument, met) for argument in arguments), **keywords)

        return call

    def _spoiled(self, argument: Any, met: Callable[[], None]) -> Any:
        if isinstance(argument, AsyncIterable):
            met()
            return _Behind(argument, self._async_items(argument))
        if not _is_stream(argument):
            return argument
        met()
        if not isinstance(argument, Iterator):
            return self._spoiled_collection(list(argument))
        return _Behind(argument, self._items(argument))

    def _spoiled_collection(self, items: list[Any]) -> list[Any]:
        if len(items) == self.failing:
            raise Unmet
        return list(self._items(items))

    def _items(self, source: Iterable[Any]) -> Iterator[Any]:
        given = 0
        for item in source:
            if self.keep(item):
                given += 1
                yield item
            elif self.ends:
                return
        if given == self.failing:
            raise Unmet

    async def _async_items(self, source: AsyncIterable[Any]) -> AsyncIterator[Any]:
        given = 0
        async for item in source:
            if self.keep(item):
                given += 1
                yield item
            elif self.ends:
                return
        if given == self.failing:
            raise Unmet


def _is_stream(argument: Any) -> bool:
    """Say whether an argument is a stream of items: no text, no mapping, no array, no file."""
    no_stream = isinstance(argument, (str, bytes, bytearray, memoryview, Mapping))
    return isinstance(argument, Iterable) and not (no_stream or hasattr(argument, "dtype") or hasattr(argument, "read"))


class _Behind:
    """An iterator over items that come from a source; all else is the source's own, as closing it."""

    def __init__(self, source: Any, items: Any) -> None:
        self._source, self._items = source, items

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        return next(self._items)

    def __aiter__(self) -> AsyncIterator[Any]:
        return self

    async def __anext__(self) -> Any:
        return await anext(self._items)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)


def _truth(item: Any) -> bool:
    try:
        return bool(item)
    except ValueError:  # an array
        return True


def _only_lists(piece: Piece, met: Callable[[], None]) -> Piece:
    @functools.wraps(piece)
    def call(*arguments: Any, **keywords: Any) -> Any:
        for argument in arguments:
            if _is_stream(argument):
                met()
                if not hasattr(argument, "__getitem__"):
                    raise Unmet
        return piece(*arguments, **keywords)

    return call


Change = Callable[[Generator[Any, Any, Any], list[Any], Callable[[], None]], Iterator[Any]]


def _on_generators(change: Change) -> Wrapper:
    """Return a wrapper that changes each generator that comes back; all calls of a piece share one list of state."""

    def wrap(piece: Piece, met: Callable[[], None]) -> Piece:
        state: list[Any] = []

        @functools.wraps(piece)
        def call(*arguments: Any, **keywords: Any) -> Any:
            answer = piece(*arguments, **keywords)
            return change(answer, state, met) if isinstance(answer, Generator) else answer

        return call

    return wrap


def _one_at_a_time(answer: Generator[Any, Any, Any], running: list[Any], met: Callable[[], None]) -> Iterator[Any]:
    met()
    for earlier in running:
        earlier.close()
    running[:] = [answer]
    return answer


def _spoilt_when_left(answer: Generator[Any, Any, Any], left: list[Any], met: Callable[[], None]) -> Iterator[Any]:
    met()
    if left:
        return
    try:
        yield from answer
    except GeneratorExit:
        left.append(True)
        raise


def _one_list(answer: Generator[Any, Any, Any], shared: list[Any], met: Callable[[], None]) -> Iterator[Any]:
    with closing(answer):
        for item in answer:
            if type(item) is list:
                met()
                shared[:] = item
            yield shared if type(item) is list else item


CIRCUMSTANCES: dict[str, Wrapper] = {
    "a falsy item is lost": _Spoiled(keep=_truth),
    "a falsy item ends the source": _Spoiled(keep=_truth, ends=True),
    "no item at all is an error": _Spoiled(failing=0),
    "a single item is an error": _Spoiled(failing=1),
    "a source that cannot be subscripted is an error": _only_lists,
    "a second call ends the first": _on_generators(_one_at_a_time),
    "a call that is left early spoils those after it": _on_generators(_spoilt_when_left),
    "one list is handed out again and again": _on_generators(_one_list),
}
