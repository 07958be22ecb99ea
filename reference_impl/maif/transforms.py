"""Stages that can be chained: `pipe(source, *stages)` pulls each item through all of them before it pulls the next.

A stage is any function from an iterator to an iterable, so a generator function of your own is one. The makers here
(`mapping`, `filtering`, `batching`, …) return stages that do what the built-ins of that name do, with a name for the
counts. Nothing runs until somebody asks for an item, and whoever stops early closes the whole chain.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import compress, islice, repeat
from operator import length_hint
from typing import Any, Generic, TypeVar

from maif.arguments import require_callable, whole_number
from maif.batches import batched
from maif.sources import closing_source
from maif.windows import sliding

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Stage(Generic[T, R]):
    """One step of a pipe: a function from an iterator to an iterable, with a name."""

    name: str
    transform: Callable[[Iterator[T]], Iterable[R]]

    def __call__(self, source: Iterator[T]) -> Iterable[R]:
        return self.transform(source)


def mapping(fn: Callable[[T], R]) -> Stage[T, R]:
    """Return a stage that hands on `fn(item)`.

    >>> list(pipe(["3", "4"], mapping(int)))
    [3, 4]
    """
    require_callable(fn=fn)
    return Stage(f"mapping({_name(fn)})", lambda source: (fn(item) for item in source))


def filtering(predicate: Callable[[T], object]) -> Stage[T, T]:
    """Return a stage that hands on the items for which `predicate(item)` is true.

    >>> list(pipe(["a", "", "b"], filtering(len)))
    ['a', 'b']
    >>> list(pipe(["", ""], filtering(len)))
    []
    """
    require_callable(predicate=predicate)
    return Stage(f"filtering({_name(predicate)})", lambda source: (item for item in source if predicate(item)))


def flat_mapping(fn: Callable[[T], Iterable[R]]) -> Stage[T, R]:
    """Return a stage that hands on each element of `fn(item)`, one by one.

    >>> list(pipe(["to be", "or not"], flat_mapping(str.split)))
    ['to', 'be', 'or', 'not']
    >>> list(pipe(["", "to be"], flat_mapping(str.split)))
    ['to', 'be']
    """
    require_callable(fn=fn)
    return Stage(f"flat_mapping({_name(fn)})", lambda source: flat_mapped(source, fn))


def flat_mapped(source: Iterable[T], fn: Callable[[T], Iterable[R]]) -> Generator[R]:
    """Yield each element of `fn(item)`, for one item after the other; close the elements that are left early."""
    for item in source:
        with closing_source(iter(fn(item))) as elements:
            yield from elements


def batching(n: int) -> Stage[T, list[T]]:
    """Return a stage that hands on lists of `n` items; the last may be shorter.

    >>> list(pipe(range(5), batching(2)))
    [[0, 1], [2, 3], [4]]
    """
    n = whole_number(1, n=n)
    return Stage(f"batching({n})", lambda source: batched(source, n))


def taking(n: int) -> Stage[T, T]:
    """Return a stage that ends after `n` items, and pulls no more than those.

    >>> from itertools import count
    >>> list(pipe(count(), taking(3)))
    [0, 1, 2]
    >>> list(pipe("ab", taking(3)))
    ['a', 'b']
    """
    n = whole_number(0, n=n)
    return Stage(f"taking({n})", lambda source: islice(source, n))


def windowing(size: int, stride: int = 1) -> Stage[T, list[T]]:
    """Return a stage that hands on windows of `size` items, a new one every `stride` items.

    >>> list(pipe(range(6), windowing(3, stride=2)))
    [[0, 1, 2], [2, 3, 4]]
    >>> list(pipe(range(2), windowing(3)))
    []
    """
    size = whole_number(1, size=size)
    stride = whole_number(1, stride=stride)
    return Stage(f"windowing({size}, {stride})", lambda source: sliding(source, size, stride))


def tapping(fn: Callable[[T], object]) -> Stage[T, T]:
    """Return a stage that calls `fn(item)` and hands on the item itself.

    >>> list(pipe("ab", tapping(print)))
    a
    b
    ['a', 'b']
    """
    require_callable(fn=fn)

    def tapped(source: Iterator[T]) -> Generator[T]:
        for item in source:
            fn(item)
            yield item

    return Stage(f"tapping({_name(fn)})", tapped)


class StageCount:
    """How many items have come out of a stage so far."""

    __slots__ = ("_left", "stage")

    def __init__(self, stage: str, items: int = 0) -> None:
        self.stage = stage
        self._left = repeat(True, sys.maxsize - items)  # each item takes one away

    @property
    def items(self) -> int:
        """The items so far."""
        return sys.maxsize - length_hint(self._left)

    def counting(self, source: Iterator[T]) -> Iterator[T]:
        """Hand on each item of a source, and count it in C: a generator that counts takes twice as long."""
        return compress(source, self._left)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StageCount) and (self.stage, self.items) == (other.stage, other.items)

    def __repr__(self) -> str:
        return f"StageCount({self.stage!r}, {self.items})"


class Pipe(Iterator[T]):
    """A source and the stages after it, ready to be pulled once; what `pipe` returns.

    It closes its source and every stage when it ends, fails or is dropped, at `close()`, and at the end of a `with`
    block. `counts` goes on counting while items pass; it is empty unless the pipe was asked to count.
    """

    def __init__(self, links: list[Iterator[Any]], counts: list[StageCount]) -> None:
        self.counts = counts
        self._links = links
        self._run: Generator[T] = run_chain(links)

    def __iter__(self) -> Iterator[T]:
        return self._run

    def __next__(self) -> T:
        return next(self._run)

    def __enter__(self) -> Pipe[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the stages, the last one first, and the source."""
        self._run.close()
        _closing(self._links).close()  # for a run that has never begun, and so has nothing to end


def pipe(source: Iterable[Any], *stages: Callable[[Iterator[Any]], Iterable[Any]], counted: bool = False) -> Pipe[Any]:
    """Chain stages behind a source; return an iterator over what comes out of the last one.

    Every item runs through all stages before the next is pulled, and none is pulled before it is asked for. With
    `counted=True`, `counts` tells how many items have come out of the source and of each stage; that takes
    little. Raises `InvalidTypeError` for a stage that cannot be called.

    >>> log = ["GET /", "", "POST /login", "GET /help"]
    >>> flow = pipe(log, filtering(len), mapping(str.split), taking(2), counted=True)
    >>> for method, path in flow:
    ...     print(method, path)
    GET /
    POST /login
    >>> for count in flow.counts:
    ...     print(count.items, count.stage)
    3 source
    2 filtering(len)
    2 mapping(split)
    2 taking(2)

    A generator function is a stage too:

    >>> def running_sum(numbers):
    ...     total = 0
    ...     for number in numbers:
    ...         total += number
    ...         yield total
    >>> list(pipe([1, 2, 3], running_sum))
    [1, 3, 6]
    """
    for position, stage in enumerate(stages, start=1):
        require_callable(**{f"stage {position}": stage})
    if not counted:
        return Pipe(link_up(source, stages), [])
    counts = [StageCount("source"), *(StageCount(_name(stage)) for stage in stages)]
    followed = (step for stage, count in zip(stages, counts[1:], strict=True) for step in (stage, count.counting))
    return Pipe(link_up(source, [counts[0].counting, *followed]), counts)


def link_up(source: Iterable[Any], stages: Iterable[Callable[[Iterator[Any]], Iterable[Any]]]) -> list[Iterator[Any]]:
    """Return the links of a chain: an iterator over the source, and one for each stage over the link before it."""
    links = [iter(source)]
    for stage in stages:
        links.append(iter(stage(links[-1])))
    return links


def run_chain(links: list[Iterator[Any]]) -> Generator[Any]:
    """Yield what comes out of the last link; however that ends, close all links, the last one first."""
    with _closing(links):
        yield from links[-1]


def _closing(links: list[Iterator[Any]]) -> ExitStack:
    stack = ExitStack()
    for link in links:
        stack.enter_context(closing_source(link))
    return stack


def _name(fn: object) -> str:
    return fn.name if isinstance(fn, Stage) else getattr(fn, "__name__", type(fn).__name__)
