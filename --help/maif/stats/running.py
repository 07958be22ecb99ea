"""Mean, variance, smallest and largest of all numbers so far: `RunningStats`."""

from __future__ import annotations

from math import isfinite
from typing import Any

from maif.errors import InvalidArgumentError
from maif.stats.figures import LARGE, Figures
from maif.stats.values import NanPolicy, as_float, keeps_nan


class RunningStats(Figures):
    """Statistics of a series of numbers in constant memory: exact, mergeable, and sound also where the mean dwarfs the
    spread.

    `push` takes one number, `update` a whole array, `merge` or `+` what another one has seen. `VectorStats` does the
    same for vectors.

    `nan` says what a NaN does: `"propagate"` makes the figures NaN, as in numpy; `"skip"` leaves it out, as in pandas;
    `"raise"` raises `InvalidArgumentError`. An infinite value makes the mean infinite (NaN, if there are both
    infinities) and the variance NaN. Figures of no values are NaN.

    >>> stats = RunningStats()
    >>> for value in [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]:
    ...     stats.push(value)
    >>> stats.count, stats.mean - 1e9, stats.variance, stats.sample_variance
    (4, 10.0, 22.5, 30.0)

    Two halves of a stream, put together:

    >>> left, right = RunningStats(), RunningStats()
    >>> left.update([1, 2])
    >>> right.update([3, 4, 5])
    >>> left + right
    RunningStats(count=5, mean=3.0, std=1.4142135623730951, min=1.0, max=5.0)

    The method is Welford's and Chan's: see `maif.stats.welford`.
    """

    def __init__(self, *, nan: NanPolicy = "propagate") -> None:
        super().__init__(nan=nan)
        # What `push` takes the short way, as long as it is within the range so far.
        self._plain: tuple[type, ...] = (float, int)

    def push(self, value: Any) -> None:
        """Take one number. Raises `InvalidTypeError` for what is none, `InvalidArgumentError` for a vector."""
        if type(value) in self._plain and self._min <= value <= self._max:
            self._finite.push(value)
        elif type(value) is float:
            self._push_float(value)
        elif hasattr(value, "__len__"):
            self.update([value])
        else:
            self._push_float(as_float(value))

    def _push_float(self, value: float) -> None:
        if isfinite(value):
            if not -LARGE <= value * self._scale <= LARGE:
                self._scale_down(abs(value))
            self._finite.push(value * self._scale)
            if value < self._min:
                self._min = value
            if value > self._max:
                self._max = value
        elif value == value or keeps_nan(self.nan):
            self._finite.count += 1
            self._add_beyond(value)
            self._widen(value, value)

    def update(self, values: Any) -> None:
        """Take every number of an array or a list: the same as pushing them, to the rounding of the last digits.

        Raises `InvalidTypeError` for what holds no numbers, `InvalidArgumentError` for rows that are vectors.

        >>> stats = RunningStats()
        >>> stats.update([2, 4, 9])
        >>> stats.mean, stats.max
        (5.0, 9.0)

        Nothing changes nothing:

        >>> stats.update([])
        >>> stats.count
        3
        """
        self._update(values)

    def _require_shape(self, shape: tuple[int, ...]) -> None:
        if shape:
            raise InvalidArgumentError(f"expected numbers, got vectors of shape {shape}: give them to `VectorStats`")

    def _scale_down(self, largest: float) -> None:
        self._plain = ()
        super()._scale_down(largest)

    def _add_beyond(self, total: float) -> None:
        self._beyond += total
        if self._beyond != 0 or self._scale != 1:
            self._plain = ()

    def _widen(self, low: float, high: float) -> None:
        self._min, self._max = _smaller(self._min, low), -_smaller(-self._max, -high)


def _smaller(one: float, other: float) -> float:
    """Return the smaller of two numbers, or the one that is NaN."""
    return one if one < other or one != one else other
