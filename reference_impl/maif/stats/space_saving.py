"""The most frequent items of a stream, without counting all that occur."""

from __future__ import annotations

from collections.abc import Hashable
from copy import deepcopy
from heapq import nlargest
from typing import Generic, NamedTuple, Self, TypeVar

from maif.arguments import whole_number
from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.stats.values import all_or_nothing

T = TypeVar("T", bound=Hashable)


class Frequent(NamedTuple, Generic[T]):
    """An item, and how often it occurred: at most `count` times, at least `count - error` times."""

    item: T
    count: int  # type: ignore[assignment]  # in place of the tuple's method
    error: int


class SpaceSaving(Generic[T]):
    """Counters for `k` items at a time, which find every item that makes up more than 1/k of the stream.

    An item that has no counter takes over the one with the smallest count, and counts on from there: that count is
    its `error`. So no count is too low, none is too high by more than its error, and no error is above
    (number of items) / k. Metwally, Agrawal and El Abbadi (2005). A push takes constant time: items with equal counts
    stand together, and a count only ever rises by one.

    >>> letters = SpaceSaving(4)
    >>> for letter in "abracadabra":
    ...     letters.push(letter)
    >>> letters.top(2)
    [Frequent(item='a', count=5, error=0), Frequent(item='b', count=2, error=0)]
    >>> letters.count, letters.max_error
    (11, 2)
    """

    def __init__(self, k: int) -> None:
        self.k = whole_number(1, k=k)
        self.count = 0
        self._counts: dict[T, int] = {}
        self._errors: dict[T, int] = {}
        self._levels: dict[int, dict[T, None]] = {}  # the items of each count
        self._smallest = 0

    def push(self, item: T) -> None:
        """Take one item, which must be hashable."""
        before = self._counts.get(item, 0)
        if before:
            del self._levels[before][item]
        elif len(self._counts) < self.k:
            self._errors[item] = 0
            self._smallest = 1
        else:
            before = self._smallest
            replaced, _ = self._levels[before].popitem()
            del self._counts[replaced], self._errors[replaced]
            self._errors[item] = before
        self._counts[item] = before + 1
        self._levels.setdefault(before + 1, {})[item] = None
        if before and not self._levels[before]:
            del self._levels[before]
            if before == self._smallest:
                self._smallest += 1  # where the item is that was the last one here
        self.count += 1

    def merge(self, other: SpaceSaving[T]) -> None:
        """Take all items that another one has seen; what is promised of counts and errors still holds.

        An item that has no counter on one side may have occurred there as often as `max_error`: so many are added to
        its count and error, and the `k` largest counts stay (Agarwal et al., 2013; Cafaro, Pulimeno and Tempesta,
        2016). Raises `InvalidTypeError` if it is no `SpaceSaving`, `InvalidArgumentError` if it has another `k`.
        """
        if not isinstance(other, SpaceSaving):
            raise InvalidTypeError(f"cannot merge {type(other).__name__} into SpaceSaving")
        if other.k != self.k:
            raise InvalidArgumentError(f"cannot merge {other.k} counters into {self.k}")
        with all_or_nothing(self):
            self._merge(other)

    def _merge(self, other: SpaceSaving[T]) -> None:
        mine, theirs = self.max_error, other.max_error
        counts = {
            item: self._counts.get(item, mine) + other._counts.get(item, theirs)
            for item in self._counts | other._counts
        }
        kept = nlargest(self.k, counts, key=counts.__getitem__)
        self._errors = {item: self._errors.get(item, mine) + other._errors.get(item, theirs) for item in kept}
        self._counts = {item: counts[item] for item in kept}
        self._levels = {}
        for item, count in self._counts.items():
            self._levels.setdefault(count, {})[item] = None
        self._smallest = min(self._levels, default=0)
        self.count += other.count

    def __add__(self, other: SpaceSaving[T]) -> Self:
        both = deepcopy(self)
        both.merge(other)
        return both

    @property
    def max_error(self) -> int:
        """No count is too high by more, and no item without a counter occurred more often. At most count / k."""
        return self._smallest if len(self._counts) == self.k else 0

    def top(self, n: int | None = None) -> list[Frequent[T]]:
        """Return the `n` items with the largest counts, or all that have one, the largest first."""
        wanted = len(self._counts) if n is None else whole_number(0, n=n)
        items = nlargest(wanted, self._counts, key=self._counts.__getitem__)
        return [Frequent(item, self._counts[item], self._errors[item]) for item in items]

    def __repr__(self) -> str:
        return f"SpaceSaving(k={self.k}, count={self.count}, max_error={self.max_error})"
