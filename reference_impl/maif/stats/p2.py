"""One quantile of a stream from five numbers: the P² algorithm."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from math import isinf, nan
from typing import Any

from maif.errors import InvalidArgumentError
from maif.stats.values import DIFFERENCES, NanPolicy, as_float, keeps_nan, part, require_no_larger, require_policy


class P2Quantile:
    """An estimate of the quantile `q` (0.5: the median) of everything so far, in constant memory.

    Five markers stand at the smallest value, half way to the quantile, at it, half way to the largest, and at the
    largest. Each counts the values below it. When a marker's count falls behind where it should be, it moves up or
    down by one, and its height follows a parabola through its neighbours: Jain and Chlamtac (1985), who call it P²
    for piecewise-parabolic. Up to five values the answer is exact. There is no bound on the error: data that come
    in falling order, in few steps, or with a very long tail mislead it. `TDigest` keeps its error small for all of
    these, merges, and answers for any quantile.

    `nan` as in `RunningStats`. Infinite values raise `InvalidArgumentError`: no parabola goes through them.

    >>> median = P2Quantile(0.5)
    >>> for value in range(1001):
    ...     median.push(value)
    >>> round(median.value)
    500
    """

    def __init__(self, q: float, *, nan: NanPolicy = "propagate") -> None:
        self.q = q = part(q)
        self.nan = require_policy(nan)
        self.count = 0
        self._spoilt = False
        self._heights: list[float] = []
        self._ranks = [0, 1, 2, 3, 4]
        self._parts = (0, q / 2, q, (1 + q) / 2, 1)  # of all ranks: where each marker should stand

    def push(self, value: Any) -> None:
        """Take one value; raise `InvalidTypeError` if it is no number."""
        value = as_float(value)
        if value != value:
            if keeps_nan(self.nan):
                self.count += 1
                self._spoilt = True
            return
        if isinf(value):
            raise InvalidArgumentError(f"P² cannot take {value}: leave it out, or use TDigest")
        require_no_larger(value, DIFFERENCES)
        self.count += 1
        heights = self._heights
        if len(heights) < 5:
            insort(heights, value)
            return
        for marker in range(self._place(value) + 1, 5):
            self._ranks[marker] += 1
        for marker in (1, 2, 3):
            self._settle(marker)

    def _place(self, value: float) -> int:
        """Return the last marker that is not above a value, having moved the outer ones out to it."""
        heights = self._heights
        heights[0] = min(heights[0], value)
        heights[4] = max(heights[4], value)
        return min(bisect_right(heights, value) - 1, 3)

    def _settle(self, marker: int) -> None:
        """Move a marker by one rank, if it is that far from its place and the next rank is free."""
        ranks, heights = self._ranks, self._heights
        behind = self._parts[marker] * ranks[4] - ranks[marker]
        step = 1 if behind >= 1 else -1 if behind <= -1 else 0
        if not step or abs(ranks[marker + step] - ranks[marker]) <= 1:
            return
        heights[marker] = moved(heights, ranks, marker, step)
        ranks[marker] += step

    @property
    def value(self) -> float:
        """The estimate; NaN before the first value."""
        if self._spoilt or not self._heights:
            return nan
        if self.count > 5:
            return self._heights[round(self.q * 4) if self.q in (0, 1) else 2]
        rank = self.q * (len(self._heights) - 1)
        below = int(rank)
        above = min(below + 1, len(self._heights) - 1)
        return self._heights[below] + (rank - below) * (self._heights[above] - self._heights[below])

    def __repr__(self) -> str:
        return f"P2Quantile({self.q!r}, count={self.count}, value={self.value!r})"


def moved(heights: Sequence[float], ranks: Sequence[int], marker: int, step: int) -> float:
    """Return the height of a marker whose rank goes up or down by one: on the parabola through it and its neighbours.

    Where that would leave the open interval between the neighbours' heights: on the straight line to the neighbour
    ahead.

    >>> moved([0, 1, 4, 16, 25], [0, 1, 2, 4, 5], marker=2, step=1), moved([0, 1, 2, 44, 50], [0, 1, 3, 9, 10], 2, -1)
    (9.0, 1.5)
    """
    height, rank = heights[marker], ranks[marker]
    below, above = rank - ranks[marker - 1], ranks[marker + 1] - rank
    fall, rise = (height - heights[marker - 1]) / below, (heights[marker + 1] - height) / above
    on_parabola = height + step * ((below + step) * rise + (above - step) * fall) / (below + above)
    if heights[marker - 1] < on_parabola < heights[marker + 1]:
        return on_parabola
    ahead = marker + step
    return height + (heights[ahead] - height) / abs(ranks[ahead] - rank)
