"""Grouping: `batched` by count, `Batcher` by count or by time, whichever comes first; `by_halves` when a batch fails.

Whatever else groups items (batch processors, batch tasks, stages of a pipe) stands on these two. `BatchCore` holds the
rules of `Batcher`. It is told what time it is, and answers when it wants to be asked again. It knows no clock, no lock
and no waiting, so threads, tasks and a browser can all drive it.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import islice
from typing import Generic, TypeVar

from maif.arguments import whole_number
from maif.clock import SYSTEM_CLOCK, Clock
from maif.sources import closing_source
from maif.units import parse_duration

T = TypeVar("T")
R = TypeVar("R")


def batched(items: Iterable[T], size: int) -> Generator[list[T]]:
    """Yield the items in lists of `size`; the last list may be shorter.

    `batched` holds one batch at a time, and pulls its items when you ask for it, so endless sources work. Closing the
    generator closes its source. `batched` raises `InvalidArgumentError` if `size` is below 1.

    >>> list(batched("ABCDEFG", 3))
    [['A', 'B', 'C'], ['D', 'E', 'F'], ['G']]
    >>> from itertools import count
    >>> next(batched(count(), 4))
    [0, 1, 2, 3]
    >>> list(batched([], 3))
    []
    """
    size = whole_number(1, size=size)
    return batches_of(iter(items), size)


def batches_of(items: Iterable[T], size: int) -> Generator[list[T]]:
    """Yield the items in lists of `size`, of which it keeps none; close their source in the end."""
    with closing_source(iter(items)) as source:
        yield from iter(lambda: list(islice(source, size)), [])


def by_halves(
    batch: Sequence[T], handle: Callable[[Sequence[T]], Iterable[R]], failed: Callable[[T, Exception], R]
) -> list[R]:
    """Return what `handle` gives for a batch; where it fails, what it gives for each half, and so on.

    An item that makes `handle` fail though it stands alone gets `failed(item, error)` in its place. One such item among
    n costs about 2 · log2(n) calls more. `handle` must leave nothing behind when it fails, for it is asked again about
    the same items. It is never called for an empty batch. An error that is no `Exception` goes up at once.

    >>> def handle(words):
    ...     print("handles", words)
    ...     return [int(word) for word in words]
    >>> by_halves(["1", "2", "?", "4"], handle, lambda word, error: None)
    handles ['1', '2', '?', '4']
    handles ['1', '2']
    handles ['?', '4']
    handles ['?']
    handles ['4']
    [1, 2, None, 4]
    """
    if not batch:
        return []
    try:
        return list(handle(batch))
    except Exception as error:
        first, *others = batch
        if not others:
            return [failed(first, error)]
    middle = len(batch) // 2
    return by_halves(batch[:middle], handle, failed) + by_halves(batch[middle:], handle, failed)


class BatchCore(Generic[T]):
    """The rules of a batch: it is full with `max_size` items, and due when the oldest has waited `max_wait` seconds.

    None as `max_wait` waits for ever. Every time is an argument, in seconds by any clock that never goes back.

    >>> core = BatchCore(3, max_wait=1.0)
    >>> core.offer("to", now=10.0)
    >>> core.offer("be", now=10.7)
    >>> core.next_due()
    11.0
    >>> core.take(now=10.9), core.take(now=11.0)
    ([], ['to', 'be'])
    """

    def __init__(self, max_size: int, max_wait: float | None = None) -> None:
        self.max_size = max_size
        self.max_wait = max_wait
        self._waiting: deque[T] = deque()
        self._arrivals: deque[float] = deque()

    def __len__(self) -> int:
        """Return how many items wait."""
        return len(self._waiting)

    def offer(self, item: T, now: float) -> None:
        """Accept an item that arrives at `now`."""
        self._waiting.append(item)
        self._arrivals.append(now)

    def next_due(self) -> float | None:
        """Return the moment from which `take` gives a batch; None if it takes another item to complete one."""
        if len(self._waiting) >= self.max_size:
            return self._arrivals[self.max_size - 1]
        if self._waiting and self.max_wait is not None:
            return self._arrivals[0] + self.max_wait
        return None

    def take(self, now: float) -> list[T]:
        """Return the oldest batch, if it is full or due by `now`; else an empty list."""
        due = self.next_due()
        return [] if due is None or now < due else self.flush()

    def flush(self) -> list[T]:
        """Return the oldest batch, full and due or not; an empty list when nothing waits."""
        if len(self._waiting) <= self.max_size:  # all there is, at once: in a third of the time
            batch = list(self._waiting)
            self._waiting.clear()
            self._arrivals.clear()
            return batch
        for _ in range(self.max_size):
            self._arrivals.popleft()
        return [self._waiting.popleft() for _ in range(self.max_size)]


class Batcher(BatchCore[T]):
    """Collects items until there are `max_size` of them, or the oldest has waited for `max_wait`.

    `max_size` counts items; `max_wait` is in seconds or text such as `"250ms"`, and None waits for ever. Raises
    `InvalidArgumentError` for a size below 1 or a negative wait.

    In plain code, `batches` groups a whole stream, and `add` one item at a time:

    >>> from maif.clock import VirtualClock
    >>> clock = VirtualClock()
    >>> batcher = Batcher(3, max_wait="1s", clock=clock)
    >>> for word in ["to", "be", "or", "not", "to"]:
    ...     if batch := batcher.add(word):
    ...         print(batch)
    ['to', 'be', 'or']
    >>> batcher.flush()
    ['not', 'to']

    `offer`, `take` and `next_due` are those of `BatchCore`, to which every time is an argument, in seconds. Whoever
    drives them waits until `next_due()`, or until there is another item:

    >>> batcher.offer("that", now=10.0)
    >>> batcher.next_due()
    11.0
    >>> batcher.take(now=10.5), batcher.take(now=11.0)
    ([], ['that'])

    A batch that is due goes on filling until somebody takes it. A Batcher holds what has been offered and not yet
    taken, without a bound of its own. It has no lock: threads that share one must hold theirs around each call.
    """

    def __init__(self, max_size: int, max_wait: float | str | None = None, clock: Clock = SYSTEM_CLOCK) -> None:
        wait = None if max_wait is None else parse_duration(max_wait)
        super().__init__(whole_number(1, max_size=max_size), wait)
        self._clock = clock

    def add(self, item: T) -> list[T]:
        """Accept an item that arrives now, by the clock; return the batch that is ready, or an empty list."""
        now = self._clock.monotonic()
        self.offer(item, now)
        return self.take(now)

    def batches(self, items: Iterable[T]) -> Generator[list[T]]:
        """Yield all items in batches, looking at the time whenever an item comes; close the source at the end.

        >>> from maif.clock import VirtualClock
        >>> clock = VirtualClock()
        >>> def visitors():
        ...     for seconds in [1, 1, 60, 1, 1]:
        ...         clock.sleep(seconds)
        ...         yield clock.time()
        >>> list(Batcher(3, max_wait=30, clock=clock).batches(visitors()))
        [[1.0, 2.0, 62.0], [63.0, 64.0]]
        """
        source = iter(items)
        return self._batches(source) if type(self).add is Batcher.add else self._added(source)

    def _added(self, source: Iterator[T]) -> Generator[list[T]]:
        """Yield batches as a subclass's own `add` gives them."""
        with closing_source(source):
            for item in source:
                if batch := self.add(item):
                    yield batch
        while rest := self.flush():
            yield rest

    def _batches(self, source: Iterator[T]) -> Generator[list[T]]:
        missing, due = 0, -math.inf  # items, and the time, before which there is no batch
        clock, offer = self._clock.monotonic, self.offer
        with closing_source(source):
            for item in source:
                now = clock()
                offer(item, now)
                missing -= 1
                if missing > 0 and now < due:
                    continue
                if batch := self.take(now):
                    yield batch
                missing = self.max_size - len(self)
                if (next_due := self.next_due()) is None:
                    next_due = math.inf if self else -math.inf
                due = next_due
        while rest := self.flush():
            yield rest
