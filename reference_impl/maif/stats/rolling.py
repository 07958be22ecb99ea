"""Statistics of the last `size` values, at a constant cost a value, however large `size` is.

A smallest value needs a queue of the values that may still become it. A mean and a variance need more thought: adding
what comes and subtracting what goes leaves a rounding error behind each time, and one outlier can leave only that.
So nothing is ever subtracted here: two stacks that are merged do it.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from itertools import chain
from math import inf, isfinite, nan
from typing import Any

from maif.arguments import whole_number
from maif.errors import InvalidArgumentError
from maif.stats.values import NanPolicy, as_array, as_float, as_floats, keeps_nan, require_policy
from maif.stats.welford import Welford


class RollingMinimum:
    """The smallest of the last `size` values, whatever they are, as long as they have an order.

    A value that is followed by a smaller one can never be the smallest again, so it is dropped. What is left rises
    from front to back: the front is the answer, and each value enters and leaves once (Lemire, 2006).

    >>> lowest = RollingMinimum(3)
    >>> [lowest.push(value) for value in [4, 2, 8, 6, 7, 5]]
    [4, 2, 2, 2, 6, 5]
    """

    def __init__(self, size: int) -> None:
        self.size = whole_number(1, size=size)
        self._pushed = 0
        self._rising: deque[tuple[int, Any]] = deque()  # (when it came, value)

    def push(self, value: Any) -> Any:
        """Take one value, and return the smallest of the last `size`.

        Raises `InvalidArgumentError` for a NaN: it has no place in an order.
        """
        if value != value:
            raise InvalidArgumentError("a NaN is neither smaller nor larger than anything: leave it out")
        rising = self._rising
        while rising and rising[-1][1] >= value:
            rising.pop()
        rising.append((self._pushed, value))
        if rising[0][0] <= self._pushed - self.size:
            rising.popleft()
        self._pushed += 1
        return rising[0][1]


class RollingStats:
    """Mean, variance, smallest and largest of the last `size` values; of fewer as long as fewer have come.

    Memory is proportional to `size`; a push costs the same on average, and now and then once through the window.

    Values that have come since the last such walk are in one running statistic, `newer`. For those before, `older`
    holds, at each value, the statistics from it to the newest of them: when the oldest value leaves, what is left is
    the next entry. Both merge to the window's. When `older` runs empty, `newer` is turned over into it. This is the
    two-stacks queue that Tangwongsan, Hirzel and Schneider (2017) describe; each figure stems from additions of
    the window's own values alone, so that nothing drifts and an outlier is forgotten when it has left.

    `nan` says what a NaN does: `"propagate"` makes the figures NaN until it has left the window; `"skip"` does as if
    it had not been pushed; `"raise"` raises `InvalidArgumentError`. An infinite value, as long as it is in the window,
    makes the mean infinite and the variance NaN.

    >>> stats = RollingStats(3)
    >>> for value in [1e16, 1, 2, 6]:
    ...     stats.push(value)
    >>> stats.count, stats.mean, stats.sample_variance, stats.min, stats.max
    (3, 3.0, 7.0, 1.0, 6.0)
    """

    def __init__(self, size: int, *, nan: NanPolicy = "propagate") -> None:
        self.size = whole_number(1, size=size)
        self.nan = require_policy(nan)
        self._older: list[tuple[float, float, float]] = []  # (value, mean and squares from it on); the oldest is last
        self._newer = Welford()
        self._newer_values: list[float] = []
        self._beyond: dict[float | None, int] = {inf: 0, -inf: 0, None: 0}  # how many are in the window; None is NaN
        self._lowest, self._highest = RollingMinimum(size), RollingMinimum(size)
        self._min = self._max = 0.0

    def push(self, value: Any) -> None:
        """Take one value, and let go of the one that came `size` values before.

        Raises `InvalidTypeError` if it is no number.
        """
        if type(value) is not float:
            value = as_float(value)
        missing = value != value
        if missing and not keeps_nan(self.nan):
            return
        if self.count == self.size:
            self._drop_oldest()
        self._newer_values.append(value)
        self._newer.push(_finite(value))
        self._min = self._lowest.push(inf if missing else value)
        self._max = -self._highest.push(inf if missing else -value)
        if not isfinite(value):
            self._beyond[None if missing else value] += 1

    def update(self, values: Any) -> None:
        """Take every number of an array or a list, as if each had been pushed; only the last `size` cost a push.

        Raises `InvalidTypeError` for what holds no numbers, `InvalidArgumentError` for rows that are vectors.

        >>> stats = RollingStats(3)
        >>> stats.update(range(1_000_000))
        >>> stats.count, stats.mean, stats.min, stats.max
        (3, 999998.0, 999997.0, 999999.0)
        """
        array = as_array(values)
        if array.ndim > 1:
            raise InvalidArgumentError(f"expected numbers, got vectors of shape {array.shape[1:]}")
        missing = array != array
        if missing.any() and not keeps_nan(self.nan):
            array = array[~missing]
        for value in as_floats(array[-self.size :]).tolist():
            self.push(value)

    def _drop_oldest(self) -> None:
        if not self._older:
            statistics = Welford()
            for value in reversed(self._newer_values):
                statistics.push(_finite(value))
                self._older.append((value, statistics.mean, statistics.squares))
            self._newer, self._newer_values = Welford(), []
        value = self._older.pop()[0]
        if not isfinite(value):
            self._beyond[None if value != value else value] -= 1

    @property
    def count(self) -> int:
        """How many values are in the window."""
        return len(self._older) + len(self._newer_values)

    @property
    def mean(self) -> float:
        """The mean of the window's values; NaN if there are none."""
        mean: float = self._window().mean
        if not isfinite(mean):  # a distance left the range of floats
            mean = math.fsum(_finite(value) / self.count for value in self._values())
        return mean + self._sum_beyond() if self.count else nan

    @property
    def variance(self) -> float:
        """The mean squared distance from the mean, as `numpy.var` has it."""
        return self._squares_over(self.count)

    @property
    def sample_variance(self) -> float:
        """The variance estimated from a sample (n − 1), as `pandas` has it; NaN for fewer than two values."""
        return self._squares_over(self.count - 1)

    @property
    def std(self) -> float:
        """The standard deviation: the square root of `variance`."""
        return math.sqrt(self.variance)

    @property
    def min(self) -> float:
        """The smallest of the window's values."""
        return self._min if self.count and not self._beyond[None] else nan

    @property
    def max(self) -> float:
        """The largest of the window's values."""
        return self._max if self.count and not self._beyond[None] else nan

    def _squares_over(self, number: int) -> float:
        squares: float = self._window().squares
        if number <= 0 or self._sum_beyond():
            return nan
        return squares / number if squares == squares else inf  # the squares left the range of floats

    def _values(self) -> Iterator[float]:
        return chain((value for value, _, _ in self._older), self._newer_values)

    def _window(self) -> Welford:
        window = Welford(len(self._older), *self._older[-1][1:]) if self._older else Welford()
        window.merge(self._newer)
        return window

    def _sum_beyond(self) -> float:
        if self._beyond[None] or (self._beyond[inf] and self._beyond[-inf]):
            return nan
        return inf if self._beyond[inf] else -inf if self._beyond[-inf] else 0.0

    def __repr__(self) -> str:
        figures = ", ".join(f"{name}={getattr(self, name)!r}" for name in ("count", "mean", "std", "min", "max"))
        return f"RollingStats(size={self.size}, {figures})"


def _finite(value: float) -> float:
    """Return a value; 0.0 in place of one that is not finite: it takes the place, and the figures do not show it."""
    return value if isfinite(value) else 0.0
