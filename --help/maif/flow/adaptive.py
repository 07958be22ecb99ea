"""Batches of the size that takes a given time to process."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing
from math import sqrt
from typing import TypeVar

from maif.arguments import whole_number
from maif.batches import Batcher
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import InvalidArgumentError
from maif.units import parse_duration

T = TypeVar("T")


from maif._learner.lesson_10 import next_size


class AdaptiveBatcher(Batcher[T]):
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
        self.smallest = whole_number(1, min_size=min_size)
        self.largest = whole_number(self.smallest, max_size=max_size)
        self.target_latency = parse_duration(target_latency)
        if not self.target_latency:
            raise InvalidArgumentError("target_latency must be above 0: no batch takes no time")
        super().__init__(self.smallest, max_wait, clock)
        self._exact_size: float = self.smallest

    @property
    def size(self) -> int:
        """How many items make a batch now."""
        return self.max_size

    def record(self, count: int, seconds: float) -> None:
        """Learn that a batch of `count` items took a time, and set the size of the next."""
        count = whole_number(1, count=count)
        full_batch = parse_duration(seconds) * self.size / count
        self._exact_size = next_size(
            self._exact_size, full_batch, self.target_latency, smallest=self.smallest, largest=self.largest
        )
        self.max_size = round(self._exact_size)

    def batches(self, items: Iterable[T]) -> Generator[list[T]]:
        """Yield all items in batches, and measure how long their consumer is busy with each. Closes the source."""
        return self._measured(super().batches(items))

    def _measured(self, batches: Generator[list[T]]) -> Generator[list[T]]:
        with closing(batches):
            for batch in batches:
                count, start = len(batch), self._clock.monotonic()
                yield batch
                self.record(count, self._clock.monotonic() - start)
