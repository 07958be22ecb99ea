"""Any quantile of a stream, most exact at the ends: the t-digest."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable
from copy import deepcopy
from itertools import accumulate, chain, repeat
from math import asin, inf, nan, pi, sin
from typing import TYPE_CHECKING, Any, Self

from maif.arguments import whole_number
from maif.errors import InvalidTypeError
from maif.stats.values import (
    DIFFERENCES,
    NanPolicy,
    all_or_nothing,
    as_array,
    as_float,
    float_blocks,
    keeps_nan,
    part,
    require_no_larger,
    require_policy,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

Centroid = tuple[float, int]  # mean, and how many values it stands for

# Values that wait together for the next sort: enough to make it cheap a value, few enough to stay small.
WAITING_PER_CENTROID = 10
# An array is sorted in blocks of this many numbers, so that a long one takes no second copy.
BLOCK = 131_072
NEAREST_TO_MINUS_INFINITY = -sys.float_info.max


class TDigest:
    """A sketch of a distribution that answers for any quantile, and merges with others of its kind.

    Neighbouring values are drawn together into centroids: a mean, and how many values it stands for. A centroid at
    the quantile q stands for at most the part 2π √(q (1 − q)) / `compression` of all values, so that the rank of an
    answer is off by less than that in practice, and least at the ends. At most `compression` centroids are kept,
    beside ten times as many values that wait to be drawn in. Up to that many values, the answers are those of
    `numpy.quantile`.

    This is the merging digest with the scale function k₁ of Dunning and Ertl (2019).

    `nan` as in `RunningStats`. Infinite values are counted apart, and are the answer where the quantile falls on them.

    >>> latencies = TDigest()
    >>> latencies.update(range(100_001))
    >>> round(latencies.quantile(0.5), -3), latencies.quantile(0), latencies.quantile(1)
    (50000.0, 0.0, 100000.0)
    >>> round(latencies.cdf(99_000), 3)
    0.99
    """

    def __init__(self, compression: int = 200, *, nan: NanPolicy = "propagate") -> None:
        self.compression = whole_number(20, compression=compression)
        self.nan = require_policy(nan)
        self._centroids: list[Centroid] = []  # rising
        self._drawn_in = 0  # how many values they stand for
        self._waiting: list[float] = []
        self._low, self._high = inf, -inf  # of the values drawn in
        self._infinite = {inf: 0, -inf: 0}
        self._missing = 0
        self._curve_of: tuple[int, list[float], list[float]] = (0, [], [])

    def push(self, value: Any) -> None:
        """Take one value; raise `InvalidTypeError` if it is no number."""
        if type(value) is not float:
            value = as_float(value)
        if -inf < value < inf:
            require_no_larger(value, DIFFERENCES)
            self._waiting.append(value)
            if len(self._waiting) >= WAITING_PER_CENTROID * self.compression:
                self._draw_in()
        elif value == value:
            self._infinite[value] += 1
        else:
            self._missing += keeps_nan(self.nan)

    def update(self, values: Any) -> None:
        """Take every value of an array or list of numbers; sorts it block by block with numpy.

        Raises `InvalidTypeError` for what holds no numbers, `InvalidArgumentError` for one that is too large, and then
        takes none.

        >>> digest = TDigest()
        >>> digest.update([3, 1, 2])
        >>> digest.quantile(0.5)
        2.0
        """
        import numpy as np

        array = as_array(values).reshape(-1)
        with all_or_nothing(self):
            for block in float_blocks(array, BLOCK):
                self._update_sorted(np.sort(block))

    def _update_sorted(self, values: NDArray[Any]) -> None:
        """Take sorted values, of which NaN come last."""
        import numpy as np

        start, end, numbers = np.searchsorted(values, [NEAREST_TO_MINUS_INFINITY, inf, nan]).tolist()
        if numbers < len(values) and keeps_nan(self.nan):
            self._missing += len(values) - numbers
        self._infinite[-inf] += start
        self._infinite[inf] += numbers - end
        if start < end:
            require_no_larger(max(-values[start], values[end - 1]), DIFFERENCES)
        self._update_finite(values[start:end])

    def _update_finite(self, values: NDArray[Any]) -> None:
        """Take sorted finite values: a few as they are, many as centroids a quarter as large as they might be."""
        import numpy as np

        if len(values) < WAITING_PER_CENTROID * self.compression:
            self._waiting += values.tolist()
            if len(self._waiting) >= WAITING_PER_CENTROID * self.compression:
                self._draw_in()
            return
        angles = np.linspace(0, pi, 2 * self.compression, endpoint=False)
        cuts = np.unique((len(values) * (1 - np.cos(angles)) / 2).astype(int))
        sizes = np.diff(cuts, append=len(values))
        self._low, self._high = min(self._low, values[0].item()), max(self._high, values[-1].item())
        means = np.add.reduceat(values, cuts) / sizes
        means = np.clip(means, values[cuts], values[cuts + sizes - 1])  # equal values stay what they are
        self._draw_in(zip(means.tolist(), sizes.tolist(), strict=True))

    def _draw_in(self, more: Iterable[Centroid] = ()) -> None:
        """Make centroids of the waiting values and of `more`, beside those that are there."""
        rising = sorted(chain(self._centroids, zip(self._waiting, repeat(1)), more))
        self._low, self._high = min(self._low, rising[0][0]), max(self._high, rising[-1][0])
        self._waiting = []
        self._drawn_in = total = sum(size for _, size in rising)
        self._centroids = []
        mean, size = rising[0]
        passed, limit = 0, total * self._reach(0)
        for next_mean, next_size in rising[1:]:
            if passed + size + next_size <= limit:
                size += next_size
                mean += (next_mean - mean) * next_size / size
            else:
                self._centroids.append((mean, size))
                passed += size
                limit = total * self._reach(passed / total)
                mean, size = next_mean, next_size
        self._centroids.append((mean, size))

    def _reach(self, part: float) -> float:
        """Return up to which part of all values a centroid may stand for them that starts at `part`.

        The scale k₁ = compression / 2π · arcsin(2 part − 1) rises by at most one within a centroid.
        """
        angle = asin(2 * part - 1) + 2 * pi / self.compression
        return 1.0 if angle >= pi / 2 else (sin(angle) + 1) / 2

    def merge(self, other: TDigest) -> None:
        """Take all values that another one has seen; raise `InvalidTypeError` if it is no `TDigest`."""
        if not isinstance(other, TDigest):
            raise InvalidTypeError(f"cannot merge {type(other).__name__} into TDigest")
        with all_or_nothing(self):
            self._low, self._high = min(self._low, other._low), max(self._high, other._high)
            self._infinite = {sign: count + other._infinite[sign] for sign, count in self._infinite.items()}
            self._missing += other._missing
            if other._finite:
                self._draw_in([*other._centroids, *zip(other._waiting, repeat(1))])

    def __add__(self, other: TDigest) -> Self:
        both = deepcopy(self)
        both.merge(other)
        return both

    @property
    def count(self) -> int:
        """How many values there were."""
        return self._finite + sum(self._infinite.values()) + self._missing

    @property
    def _finite(self) -> int:
        return self._drawn_in + len(self._waiting)

    @property
    def min(self) -> float:
        """The smallest value, exactly."""
        return self.quantile(0)

    @property
    def max(self) -> float:
        """The largest value, exactly."""
        return self.quantile(1)

    def quantile(self, q: float) -> float:
        """Return the value that the part `q` of all values lies below; NaN if there are none.

        Between two values the answer is in proportion, as `numpy.quantile` has it. Raises `InvalidArgumentError` for
        a `q` that is not from 0 to 1.
        """
        q = part(q)
        if self._missing or not self.count:
            return nan
        rank = q * (self.count - 1) - self._infinite[-inf]
        if rank < 0 or not self._finite:
            return -inf if rank < 0 else inf
        if rank > self._finite - 1 and self._infinite[inf]:
            return inf
        ranks, values = self._curve()
        right = bisect_right(ranks, rank)
        if right == len(ranks):
            return values[-1]
        share = (rank - ranks[right - 1]) / (ranks[right] - ranks[right - 1])
        return values[right - 1] + share * (values[right] - values[right - 1])

    def cdf(self, value: float) -> float:
        """Return which part of all values is at most `value`; NaN if there are none. Raises as `push` does.

        >>> digest = TDigest()
        >>> digest.update([1, 2, 2, 5])
        >>> digest.cdf(0), digest.cdf(2), digest.cdf(4.9), digest.cdf(5)
        (0.0, 0.75, 0.75, 1.0)
        """
        value = as_float(value)
        if self._missing or not self.count or value != value:
            return nan
        below = self._infinite[-inf]
        if value == inf:
            return 1.0
        ranks, values = self._curve()
        right = bisect_right(values, value)
        if right == len(values):
            below += self._finite
        elif right:
            share = (value - values[right - 1]) / (values[right] - values[right - 1])
            below += int(ranks[right - 1] + share * (ranks[right] - ranks[right - 1])) + 1
        return below / self.count

    def _curve(self) -> tuple[list[float], list[float]]:
        """Return the ranks and values between which answers lie: the smallest, every centroid's middle, the largest.

        To ask draws nothing in: answers do not depend on what was asked before.
        """
        made_of, ranks, values = self._curve_of
        if made_of != self._finite:
            rising = sorted(chain(self._centroids, zip(self._waiting, repeat(1))))
            ends = accumulate(size for _, size in rising)
            ranks = [end - (size + 1) / 2 for end, (_, size) in zip(ends, rising, strict=True)]
            values = [mean for mean, _ in rising]
            ranks = [0.0, *ranks, self._finite - 1.0]
            values = [min(self._low, values[0]), *values, max(self._high, values[-1])]
            self._curve_of = self._finite, ranks, values
        return ranks, values

    def __repr__(self) -> str:
        return f"TDigest({self.compression}, count={self.count}, median={self.quantile(0.5)!r})"
