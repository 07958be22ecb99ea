"""How the components of vectors vary together: a covariance matrix in one pass over a stream of rows."""

from __future__ import annotations

import math
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Self

from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.stats.figures import BLOCK
from maif.stats.values import (
    SQUARES,
    NanPolicy,
    all_or_nothing,
    as_array,
    float_blocks,
    keeps_nan,
    require_no_larger,
    require_policy,
)
from maif.stats.welford import distances_from_rough_mean, largest_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


class RunningCovariance:
    """The covariance matrix of a stream of vectors, in memory of dimensions². Needs numpy.

    `push` takes one vector, `update` an array of rows, `merge` or `+` what another one has seen. `nan="skip"` leaves
    out a row that holds a NaN. Where a component had a value that is not finite, its row and column are NaN.
    Before the first vector, the figures are NaN.

    Chan's rule for means (see `maif.stats.welford`), with outer products in place of squares: Bennett et al. (2009).

    >>> heights_weights = RunningCovariance()
    >>> heights_weights.update([[160, 60], [170, 65], [180, 76]])
    >>> heights_weights.push([190, 75])
    >>> print(heights_weights.covariance.round(4))
    [[125.   70. ]
     [ 70.   45.5]]
    >>> print(heights_weights.correlation.round(3))
    [[1.    0.928]
     [0.928 1.   ]]
    """

    def __init__(self, *, nan: NanPolicy = "propagate") -> None:
        self.nan = require_policy(nan)
        self.count = 0
        self._mean: Any = math.nan
        self._products: Any = math.nan
        self._beyond: Any = 0.0  # the sum of what is not finite, which would spoil the rest

    def push(self, vector: Any) -> None:
        """Take one vector."""
        self.update([vector])

    def update(self, rows: Any) -> None:
        """Take every row of a two-dimensional array.

        Raises `InvalidTypeError` for what holds no numbers, `InvalidArgumentError` for any other number of dimensions.
        """
        import numpy as np

        array = as_array(rows)
        if array.ndim != 2:
            raise InvalidArgumentError(f"expected rows that are vectors, got an array of shape {array.shape}")
        with all_or_nothing(self):
            for block in float_blocks(array, BLOCK):
                require_no_larger(largest_of(np.where(np.isfinite(block), block, 0.0)), SQUARES)
                missing = np.isnan(block).any(axis=1)
                rows = block[~missing] if missing.any() and not keeps_nan(self.nan) else block
                if len(rows):
                    self._merge(*_count_mean_products_beyond(rows))

    def _merge(self, count: int, mean: NDArray[Any], products: NDArray[Any], beyond: NDArray[Any]) -> None:
        import numpy as np

        if not self.count:
            self.count, self._mean, self._products, self._beyond = count, mean, products, beyond
            return
        if mean.shape != self._mean.shape:
            raise InvalidArgumentError(f"expected vectors of {self._mean.size} components, as before, got {mean.size}")
        distance = mean - self._mean
        share = count / (self.count + count)
        self._products = self._products + products + np.outer(distance, distance) * (self.count * share)
        self._mean = self._mean + distance * share
        self.count += count
        with np.errstate(invalid="ignore"):  # the two infinities make a NaN
            self._beyond = self._beyond + beyond

    def merge(self, other: RunningCovariance) -> None:
        """Take all vectors that another one has seen.

        Raises `InvalidTypeError` for another kind of statistics, `InvalidArgumentError` for vectors of another length.
        """
        if not isinstance(other, RunningCovariance):
            raise InvalidTypeError(f"cannot merge {type(other).__name__} into RunningCovariance")
        if other.count:
            with all_or_nothing(self):
                self._merge(other.count, other._mean, other._products, other._beyond)

    def __add__(self, other: RunningCovariance) -> Self:
        both = deepcopy(self)
        both.merge(other)
        return both

    @property
    def mean(self) -> Any:
        """The mean vector."""
        return self._mean + self._beyond

    @property
    def covariance(self) -> Any:
        """The mean product of two components' distances from their means, for every two, as `numpy.cov(ddof=0)`."""
        return self._divided_by(self.count)

    @property
    def sample_covariance(self) -> Any:
        """The covariance of a population of which the rows are a sample (n − 1), as `numpy.cov` has it."""
        return self._divided_by(self.count - 1)

    @property
    def correlation(self) -> Any:
        """The covariance as a part of the largest it could be: from −1 to 1, NaN for a component that is constant."""
        import numpy as np

        spread = np.sqrt(np.diagonal(self._divided_by(1)))
        with np.errstate(invalid="ignore"):
            return np.clip(self._divided_by(1) / np.outer(spread, spread), -1, 1)

    def _divided_by(self, number: int) -> Any:
        import numpy as np

        spoilt = np.not_equal(self._beyond, 0)
        unknown = spoilt | spoilt[:, np.newaxis] if spoilt.ndim else spoilt
        return np.where(unknown, math.nan, self._products / number if number > 0 else math.nan)


def _count_mean_products_beyond(rows: NDArray[Any]) -> tuple[int, NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Return what `RunningCovariance` keeps of an array of rows. Values that are not finite are summed apart."""
    import numpy as np

    finite = np.isfinite(rows)
    with np.errstate(invalid="ignore"):
        beyond = np.sum(rows, axis=0, where=~finite)
    distances, rough, error = distances_from_rough_mean(np.where(finite, rows, 0.0))
    products = distances.T @ distances - len(rows) * np.outer(error, error)
    return len(rows), rough + error, products, beyond
