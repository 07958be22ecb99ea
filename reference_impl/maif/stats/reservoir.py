"""A fair sample of a stream whose length nobody knows."""

from __future__ import annotations

from copy import copy, deepcopy
from math import expm1, floor, log
from random import Random
from typing import Generic, Self, TypeVar

from maif.arguments import whole_number
from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.stats.values import all_or_nothing

T = TypeVar("T")


class Reservoir(Generic[T]):
    """`k` items drawn at random from all that were pushed: each of them is in with the same chance.

    Memory is that of `k` items. The items have no meaning here: anything will do, NaN included. The same `seed` and
    the same items give the same sample.

    Imagine that each item draws a random number, and the `k` smallest stay. As the stream grows, the largest of these
    falls, and ever fewer items get below it. Algorithm L (Li, 1994) draws how many items to pass over before the next
    one that does: a push costs next to nothing, and of n items about k log(n / k) are looked at.

    >>> reservoir = Reservoir(3, seed=7)
    >>> for word in "the quick brown fox jumps over the lazy dog".split():
    ...     reservoir.push(word)
    >>> reservoir.count, len(reservoir.sample)
    (9, 3)
    """

    def __init__(self, k: int, seed: int | None = None) -> None:
        self.k = whole_number(1, k=k)
        self.count = 0
        self._sample: list[T] = []
        try:
            self._random = Random(seed)
        except TypeError:
            raise InvalidTypeError(f"a seed is a whole number, a text or None, got {seed!r}") from None
        self._log_threshold = 0.0  # the logarithm of the largest of the k smallest random numbers
        self._next = k  # the number of the next item that changes something

    def push(self, item: T) -> None:
        """Take one item."""
        self.count += 1
        if len(self._sample) < self.k:
            self._sample.append(item)
        elif self.count == self._next:
            self._sample[self._random.randrange(self.k)] = item
        if self.count == self._next:
            self._log_threshold -= self._exponential() / self.k
            self._choose_next()

    def _choose_next(self) -> None:
        """Draw how many items stay above the threshold before one falls below it."""
        log_of_staying_above = log(-expm1(self._log_threshold))
        self._next = self.count + 1 + floor(self._exponential() / -log_of_staying_above)

    def _exponential(self) -> float:
        return -log(self._random.random() or 0.5)  # 0 has no logarithm

    def merge(self, other: Reservoir[T]) -> None:
        """Take all items that another one has seen: the sample is as fair as if they had been pushed here.

        Raises `InvalidTypeError` if it is no `Reservoir`, `InvalidArgumentError` if it has another `k`.
        """
        if not isinstance(other, Reservoir):
            raise InvalidTypeError(f"cannot merge {type(other).__name__} into Reservoir")
        if other.k != self.k:
            raise InvalidArgumentError(f"cannot merge a sample of {other.k} items into one of {self.k}")
        with all_or_nothing(self):
            self._merge(other)

    def _merge(self, other: Reservoir[T]) -> None:
        draw = self._random
        mine, theirs = draw.sample(self._sample, len(self._sample)), draw.sample(other._sample, len(other._sample))
        my_count, their_count = self.count, other.count
        self.count += other.count
        self._sample = []
        while len(self._sample) < min(self.k, self.count):
            if draw.randrange(my_count + their_count) < my_count:
                self._sample.append(mine.pop())
                my_count -= 1
            else:
                self._sample.append(theirs.pop())
                their_count -= 1
        if self.count >= self.k:
            kth_smallest = draw.betavariate(self.k, self.count - self.k + 1)  # of so many random numbers
            self._log_threshold = min(log(kth_smallest), -1e-16)
            self._choose_next()

    def __add__(self, other: Reservoir[T]) -> Self:
        both = copy(self)
        both._sample, both._random = self.sample, deepcopy(self._random)
        both.merge(other)
        return both

    @property
    def sample(self) -> list[T]:
        """The items drawn: `k`, or all if there were fewer. Their order means nothing."""
        return self._sample.copy()

    def __repr__(self) -> str:
        return f"Reservoir(k={self.k}, count={self.count})"
