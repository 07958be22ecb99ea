"""Mean, variance, smallest and largest of everything so far, of numbers or vectors, one by one or by arrays."""

from __future__ import annotations

from copy import deepcopy
from math import frexp, inf, isfinite, log2
from typing import TYPE_CHECKING, Any, ClassVar, Self

from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.stats.values import NanPolicy, as_array, as_float, float_blocks, keeps_nan, ratio, require_policy
from maif.stats.welford import Welford, largest_of, plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A block of this many numbers, and what is computed from it, stay in a processor's cache together.
BLOCK = 65_536
# Beyond 2^200 the fourth power of a value, or a sum of many, leaves the range of floats. From the first such value on,
# all are divided by a power of two, which costs no digit, and the figures multiplied by it.
LARGE = 2.0**200


class RunningStats:
    """Statistics of a series in constant memory: exact, mergeable, and sound also where the mean dwarfs the spread.

    `push` takes one value, `update` a whole array, `merge` or `+` what another one has seen. Values are numbers, or
    vectors (anything with a shape): then each figure is an array of that shape.

    `nan` says what a NaN does: `"propagate"` makes the figures NaN, as in numpy; `"skip"` leaves it out, for vectors
    only in its own component, as pandas does; `"raise"` raises `InvalidArgumentError`. An infinite value makes the
    mean infinite (NaN, if there are both infinities) and the variance NaN. Figures of no values are NaN.

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

    _arithmetic: ClassVar[type[Welford]] = Welford

    def __init__(self, *, nan: NanPolicy = "propagate") -> None:
        self.nan = require_policy(nan)
        self.shape: tuple[int, ...] = ()
        # What `push` takes the short way, as long as it is within the range so far: nothing once that is infinite.
        self._plain: tuple[type, ...] = (float, int)
        self._finite = self._arithmetic()
        self._scale = 1.0  # what values are multiplied with
        # The sum of all values that are not finite: it would spoil the arithmetic for ever, so it waits outside.
        self._beyond: Any = 0.0
        self._min: Any = inf
        self._max: Any = -inf

    def push(self, value: Any) -> None:
        """Take one value: a number, or a vector.

        Raises `InvalidTypeError` for what is neither, `InvalidArgumentError` for a vector of another shape.
        """
        if type(value) in self._plain and self._min <= value <= self._max:
            self._finite.push(value)
        elif type(value) is float and not self.shape:
            self._push_float(value)
        elif self.shape or hasattr(value, "__len__"):
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
            self._min, self._max = _smaller(self._min, value), _larger(self._max, value)

    def update(self, values: Any) -> None:
        """Take every value of an array, or of a list of numbers; of an array with more dimensions, every row.

        The same as pushing them one by one, to the rounding of the last digits.

        >>> stats = RunningStats()
        >>> stats.update([[1, 10], [3, 30]])
        >>> stats.mean
        array([ 2., 20.])
        """
        array = as_array(values)
        if not len(array):
            return
        self._take_shape(array.shape[1:])
        for block in float_blocks(array, BLOCK):
            self._update_block(block)

    def _scale_down(self, largest: float) -> None:
        """Divide by a power of two, so that values up to the largest are below `LARGE`."""
        self._plain = ()
        factor = 2.0 ** min(0, 200 - frexp(largest)[1] - round(log2(self._scale)))
        self._scale *= factor
        self._finite.scale(factor)

    def _update_block(self, block: NDArray[Any]) -> None:
        import numpy as np

        low, high = np.minimum.reduce(block, axis=0), np.maximum.reduce(block, axis=0)
        finite = np.isfinite(low).all() and np.isfinite(high).all()
        bounds = (low, high) if finite else (np.where(np.isfinite(block), block, 0.0),)
        if (largest := largest_of(*bounds)) * self._scale > LARGE:
            self._scale_down(largest)
        scaled = block if self._scale == 1 else block * self._scale
        if finite:
            self._finite.merge(self._arithmetic.of(scaled))
        else:
            self._update_with_gaps(scaled)
            if self.nan == "skip":
                low, high = np.fmin.reduce(block, axis=0, initial=inf), np.fmax.reduce(block, axis=0, initial=-inf)
        self._min, self._max = plain(np.minimum(self._min, low), np.maximum(self._max, high))

    def _update_with_gaps(self, block: NDArray[Any]) -> None:
        """Take a block in which not everything is finite: what is not, the mean stands in for, at no distance."""
        import numpy as np

        finite, missing = np.isfinite(block), np.isnan(block)
        mean = np.sum(block, axis=0, where=finite) / np.maximum(finite.sum(axis=0), 1)
        part = self._arithmetic.of(np.where(finite, block, mean))
        beyond = ~finite
        if missing.any() and not keeps_nan(self.nan):
            beyond &= ~missing
            (part.count,) = plain((~missing).sum(axis=0))
        self._finite.merge(part)
        with np.errstate(invalid="ignore"):
            (total,) = plain(np.sum(block, axis=0, where=beyond))
        self._add_beyond(total)

    def _add_beyond(self, total: Any) -> None:
        self._plain = ()
        if self.shape:
            import numpy as np

            with np.errstate(invalid="ignore"):  # the two infinities make a NaN
                self._beyond = np.add(self._beyond, total)
        else:
            self._beyond += total

    def _take_shape(self, shape: tuple[int, ...]) -> None:
        if shape != self.shape and self._seen:
            raise InvalidArgumentError(f"expected values of shape {self.shape}, as before, got {shape}")
        self.shape = shape
        self._plain = () if shape else self._plain

    @property
    def _seen(self) -> bool:
        return bool(self.shape) or self._finite.count > 0

    def merge(self, other: RunningStats) -> None:
        """Take all values that another one has seen.

        Raises `InvalidTypeError` for another kind of statistics, `InvalidArgumentError` for vectors of another shape.
        """
        if type(other) is not type(self):
            raise InvalidTypeError(f"cannot merge {type(other).__name__} into {type(self).__name__}")
        if not other._seen:
            return
        self._take_shape(other.shape)
        finite = other._finite
        if other._scale != self._scale:
            scale, finite = min(self._scale, other._scale), deepcopy(finite)
            self._finite.scale(scale / self._scale)
            finite.scale(scale / other._scale)
            self._scale, self._plain = scale, ()
        self._finite.merge(finite)
        if not other._plain:
            self._add_beyond(other._beyond)
        if self.shape:
            import numpy as np

            self._min, self._max = np.minimum(self._min, other._min), np.maximum(self._max, other._max)
        else:
            self._min, self._max = _smaller(self._min, other._min), _larger(self._max, other._max)

    def __add__(self, other: Self) -> Self:
        both = deepcopy(self)
        both.merge(other)
        return both

    @property
    def count(self) -> Any:
        """How many values there were; for vectors with `nan="skip"` an array, one count for each component."""
        if self.shape and self.nan == "skip":
            import numpy as np

            return np.broadcast_to(self._finite.count, self.shape)
        return self._finite.count

    @property
    def mean(self) -> Any:
        """The mean."""
        return self._if_seen(self._finite.mean / self._scale + self._beyond)

    @property
    def variance(self) -> Any:
        """The mean squared distance from the mean, as `numpy.var` has it."""
        return self._if_finite(ratio(self._finite.squares, self._finite.count) / self._scale / self._scale)

    @property
    def sample_variance(self) -> Any:
        """The variance of a population of which the values are a sample (n − 1), as `pandas.Series.var` has it."""
        count = self._finite.count
        return self._if_finite(ratio(self._finite.squares, count - (count > 0)) / self._scale / self._scale)

    @property
    def std(self) -> Any:
        """The standard deviation: the square root of `variance`."""
        return self.variance**0.5

    @property
    def min(self) -> Any:
        """The smallest value."""
        return self._if_seen(self._min)

    @property
    def max(self) -> Any:
        """The largest value."""
        return self._if_seen(self._max)

    def _if_seen(self, figure: Any) -> Any:
        return figure + ratio(0.0, self._finite.count)

    def _if_finite(self, figure: Any) -> Any:
        return figure + ratio(0.0, self._beyond == 0)

    def __repr__(self) -> str:
        figures = ", ".join(f"{name}={getattr(self, name)!r}" for name in ("count", "mean", "std", "min", "max"))
        return f"{type(self).__name__}({figures})"


def _smaller(one: float, other: float) -> float:
    """Return the smaller of two numbers, or the one that is NaN."""
    return one if one < other or one != one else other


def _larger(one: float, other: float) -> float:
    return -_smaller(-one, -other)
