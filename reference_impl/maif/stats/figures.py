"""What is kept of a series, and the figures of it: `Figures`, the same for numbers and for vectors."""

from __future__ import annotations

from copy import deepcopy
from math import frexp, inf, log2
from typing import TYPE_CHECKING, Any, ClassVar, Self

from maif.errors import InvalidTypeError
from maif.stats.values import NanPolicy, all_or_nothing, as_array, float_blocks, keeps_nan, ratio, require_policy
from maif.stats.welford import Welford, largest_of, plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A block of this many numbers, and what is computed from it, stay in a processor's cache together.
BLOCK = 65_536
# Beyond 2^200 the fourth power of a value, or a sum of many, leaves the range of floats. From the first such value on,
# all are divided by a power of two, which costs no digit, and the figures multiplied by it.
LARGE = 2.0**200


class Figures:
    """Count, mean, variance, smallest and largest, of arrays and of what another one has seen.

    A subclass says which values it takes (`_require_shape`), and how two ranges and two sums become one (`_widen`,
    `_add_beyond`).
    """

    _arithmetic: ClassVar[type[Welford]] = Welford

    def __init__(self, *, nan: NanPolicy = "propagate") -> None:
        self.nan = require_policy(nan)
        self._finite = self._arithmetic()
        self._scale = 1.0  # what values are multiplied with
        # The sum of all values that are not finite: it would spoil the arithmetic for ever, so it waits outside.
        self._beyond: Any = 0.0
        self._min: Any = inf
        self._max: Any = -inf

    def _update(self, values: Any) -> None:
        """Take every value of an array, or none where something is wrong with one."""
        array = as_array(values)
        if not len(array):
            return
        self._require_shape(array.shape[1:])
        if self.nan == "raise":
            import numpy as np

            if any(np.isnan(block).any() for block in float_blocks(array, BLOCK)):
                keeps_nan(self.nan)
        with all_or_nothing(self):
            for block in float_blocks(array, BLOCK):
                self._update_block(block)

    def _require_shape(self, shape: tuple[int, ...]) -> None:
        """Raise `InvalidArgumentError` for values of a shape that this one does not take."""
        raise NotImplementedError

    def _widen(self, low: Any, high: Any) -> None:
        """Take the smallest and the largest of some values."""
        raise NotImplementedError

    def _add_beyond(self, total: Any) -> None:
        """Take the sum of some values that are not finite."""
        raise NotImplementedError

    def _scale_down(self, largest: float) -> None:
        """Divide by a power of two, so that values up to the largest are below `LARGE`."""
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
        self._widen(*plain(low, high))

    def _update_with_gaps(self, block: NDArray[Any]) -> None:
        """Take a block in which not everything is finite: what is not, the mean stands in for, at no distance."""
        import numpy as np

        finite, missing = np.isfinite(block), np.isnan(block)
        mean = np.sum(block, axis=0, where=finite) / np.maximum(finite.sum(axis=0), 1)
        part = self._arithmetic.of(np.where(finite, block, mean))
        beyond = ~finite
        if self.nan == "skip" and missing.any():
            beyond &= ~missing
            (part.count,) = plain((~missing).sum(axis=0))
        self._finite.merge(part)
        with np.errstate(invalid="ignore"):
            self._add_beyond(*plain(np.sum(block, axis=0, where=beyond)))

    def merge(self, other: Self) -> None:
        """Take all values that another one has seen.

        Raises `InvalidTypeError` for another kind of statistics, `InvalidArgumentError` for vectors of another shape.
        """
        if type(other) is not type(self):
            raise InvalidTypeError(f"cannot merge {type(other).__name__} into {type(self).__name__}")
        with all_or_nothing(self):
            self._merge(other)

    def _merge(self, other: Self) -> None:
        finite = other._finite
        if other._scale != self._scale:
            scale, finite = min(self._scale, other._scale), deepcopy(finite)
            self._finite.scale(scale / self._scale)
            finite.scale(scale / other._scale)
            self._scale = scale
        self._finite.merge(finite)
        self._add_beyond(other._beyond)
        self._widen(other._min, other._max)

    def __add__(self, other: Self) -> Self:
        both = deepcopy(self)
        both.merge(other)
        return both

    @property
    def count(self) -> Any:
        """How many values there were."""
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
