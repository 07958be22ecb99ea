"""Batches of the size that takes a given time to process."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from math import sqrt
from typing import Generic, TypeVar

from maif.arguments import whole_number
from maif.batches import Batcher
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import InvalidArgumentError
from maif.sources import closing_source
from maif.units import parse_duration

T = TypeVar("T")


def next_size(size: float, seconds: float, target: float, smallest: float, largest: float) -> float:
    """Return the size that follows a batch of `size` items which took a time: not rounded, so that small steps add up.

    The size is multiplied by the root of target / measured, at most doubled, and kept within its limits.

    >>> next_size(16, seconds=4.0, target=1.0, smallest=1, largest=100)
    8.0
    """
    growth = min(2.0, sqrt(target / seconds)) if seconds else 2.0
    return max(smallest, min(size * growth, largest))


class AdaptiveBatcher(Generic[T]):
    """A `Batcher` that is told how long its batches took, and makes the next ones take `target_latency`.

    Larger batches cost less an item, smaller ones come out sooner. Name the time that a batch should take, and the size
    settles where it does, within `min_size` and `max_size` items. Each measurement multiplies the size by the root of
    target / measured: this halves the error in orders of magnitude, and evens out chance. The size at most doubles at
    a time, so that one lucky measurement does no harm. Times are seconds or text such as `"250ms"`. As in `Batcher`, an
    item waits for at most `max_wait`.

    `batches` groups a stream, and measures how long its consumer is busy with each batch:

    >>> from maif.clock import VirtualClock
    >>> clock = VirtualClock()
    >>> batcher = AdaptiveBatcher(1, 100, target_latency="1s", clock=clock)
    >>> for batch in batcher.batches(range(50)):
    ...     clock.sleep(0.1 * len(batch))
    ...     print(len(batch), end=" ")
    1 2 4 6 8 9 10 10

    Elsewhere, give it items by `add`, or drive the core (`offer`, `take`, `next_due`), and `record` what a batch took.
    """

    def __init__(
        self,
        min_size: int,
        max_size: int,
        target_latency: float | str,
        max_wait: float | str | None = None,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        min_size = whole_number(1, min_size=min_size)
        max_size = whole_number(min_size, max_size=max_size)
        self.min_size, self.max_size = min_size, max_size
        self.target_latency = parse_duration(target_latency)
        if not self.target_latency:
            raise InvalidArgumentError("target_latency must be above 0: no batch takes no time")
        self._batcher = Batcher[T](min_size, max_wait, clock)
        self._clock = clock
        self._exact_size: float = min_size

    @property
    def size(self) -> int:
        """How many items make a batch now."""
        return self._batcher.max_size

    def record(self, count: int, seconds: float) -> None:
        """Learn that a batch of `count` items took a time, and set the size of the next."""
        count = whole_number(1, count=count)
        full_batch = parse_duration(seconds) * self.size / count
        self._exact_size = next_size(
            self._exact_size, full_batch, self.target_latency, smallest=self.min_size, largest=self.max_size
        )
        self._batcher.max_size = round(self._exact_size)

    def __len__(self) -> int:
        """Return how many items wait."""
        return len(self._batcher)

    def offer(self, item: T, now: float) -> None:
        """Accept an item that arrives at `now`, in seconds."""
        self._batcher.offer(item, now)

    def next_due(self) -> float | None:
        """Return the moment from which `take` gives a batch; None if it takes another item to complete one."""
        return self._batcher.next_due()

    def take(self, now: float) -> list[T]:
        """Return the oldest batch, if it is full or due by `now`; else an empty list."""
        return self._batcher.take(now)

    def flush(self) -> list[T]:
        """Return the oldest batch, full and due or not; an empty list when nothing waits."""
        return self._batcher.flush()

    def add(self, item: T) -> list[T]:
        """Accept an item that arrives now, by the clock; return the batch that is ready, or an empty list."""
        return self._batcher.add(item)

    def batches(self, items: Iterable[T]) -> Generator[list[T]]:
        """Yield all items in batches, the last one included; the source is closed at the end."""
        return self._batches(iter(items))

    def _batches(self, source: Iterator[T]) -> Generator[list[T]]:
        with closing_source(source):
            for item in source:
                if batch := self.add(item):
                    yield from self._timed(batch)
        while rest := self.flush():
            yield from self._timed(rest)

    def _timed(self, batch: list[T]) -> Iterator[list[T]]:
        count, start = len(batch), self._clock.monotonic()
        yield batch
        self.record(count, self._clock.monotonic() - start)
