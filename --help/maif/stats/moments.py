"""Skewness and kurtosis in one pass: the same idea as Welford's, carried on to the third and fourth power."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from maif.stats.figures import Figures
from maif.stats.running import RunningStats
from maif.stats.values import ratio
from maif.stats.vectors import VectorStats
from maif.stats.welford import Welford, distances_from_rough_mean, plain

if TYPE_CHECKING:
    from numpy.typing import NDArray


class HigherMoments(Welford):
    """Welford's numbers, and the sums of the distances' third and fourth powers: `cubes` and `fourths`.

    The updates are Pébay's (2008), who generalised Welford's and Chan's.
    """

    __slots__ = ("cubes", "fourths")

    def __init__(
        self, count: Any = 0, mean: Any = 0.0, squares: Any = 0.0, cubes: Any = 0.0, fourths: Any = 0.0
    ) -> None:
        super().__init__(count, mean, squares)
        self.cubes = cubes
        self.fourths = fourths

    def push(self, value: float) -> None:
        """Take one more value."""
        self.count = count = self.count + 1
        step = (value - self.mean) / count
        step_squared = step * step
        squares = step * (count - 1) * step * count
        self.fourths += (
            squares * step_squared * (count * count - 3 * count + 3)
            + 6 * step_squared * self.squares
            - 4 * step * self.cubes
        )
        self.cubes += squares * step * (count - 2) - 3 * step * self.squares
        self.squares += squares
        self.mean += step

    def merge(self, other: Self) -> None:
        """Take all values that another one has seen."""
        count = self.count + other.count
        whole = count + (count == 0)
        left, right = self.count / whole, other.count / whole
        distance = other.mean - self.mean
        squared = distance * distance
        spread = squared * self.count * right
        self.fourths = (
            self.fourths
            + other.fourths
            + spread * squared * (left * left - left * right + right * right)
            + 6 * squared * (left * left * other.squares + right * right * self.squares)
            + 4 * distance * (left * other.cubes - right * self.cubes)
        )
        self.cubes = (
            self.cubes
            + other.cubes
            + spread * distance * (left - right)
            + 3 * distance * (left * other.squares - right * self.squares)
        )
        super().merge(other)

    def scale(self, factor: float) -> None:
        """Go on as if all values so far had been multiplied by a power of two."""
        super().scale(factor)
        self.cubes = self.cubes * factor * factor * factor
        self.fourths = self.fourths * factor * factor * factor * factor

    @classmethod
    def of(cls, values: NDArray[Any]) -> Self:
        """Return those of an array: of numbers, or of rows that are vectors."""
        import numpy as np

        distances, rough, error = distances_from_rough_mean(values)
        distances -= error
        squares = distances * distances
        distances *= squares
        sums = squares.sum(axis=0), distances.sum(axis=0), np.multiply(squares, squares, out=squares).sum(axis=0)
        return cls(len(values), *plain(rough + error, *sums))


class HigherFigures(Figures):
    """`Figures` with `skewness` and `kurtosis`."""

    _arithmetic: ClassVar[type[Welford]] = HigherMoments
    _finite: HigherMoments

    @property
    def skewness(self) -> Any:
        """How lopsided the values are: above 0 with a long tail of large values, 0 if symmetrical."""
        moments = self._finite
        return self._if_finite(ratio(moments.cubes, moments.squares) * ratio(moments.count, moments.squares) ** 0.5)

    @property
    def kurtosis(self) -> Any:
        """How heavy the tails are: the excess over a normal distribution, which has 0."""
        moments = self._finite
        return self._if_finite(ratio(moments.fourths, moments.squares) * ratio(moments.count, moments.squares) - 3)

    @property
    def sample_skewness(self) -> Any:
        """The skewness estimated from a sample, as `pandas.Series.skew` has it; NaN for fewer than three values."""
        count = self.count
        return ratio(self.skewness * (count * (count - 1.0)) ** 0.5, (count - 2) * (count > 2))

    @property
    def sample_kurtosis(self) -> Any:
        """The kurtosis estimated from a sample, as `pandas.Series.kurt` has it; NaN for fewer than four values."""
        count = self.count
        scaled = ((count + 1) * self.kurtosis + 6) * (count - 1)
        return ratio(scaled, (count - 2.0) * (count - 3) * (count > 3))


class RunningMoments(HigherFigures, RunningStats):
    """`RunningStats` with `skewness` and `kurtosis`.

    Both are NaN where all values are equal: the shape of a single spike is not defined.

    >>> stats = RunningMoments()
    >>> stats.update([1, 2, 3, 10])
    >>> round(stats.skewness, 4), round(stats.kurtosis, 4)
    (1.0182, -0.7696)
    >>> round(stats.sample_skewness, 4), round(stats.sample_kurtosis, 4)
    (1.7636, 3.228)
    """


class VectorMoments(HigherFigures, VectorStats):
    """`VectorStats` with `skewness` and `kurtosis` of each component: NaN for one in which all values are equal.

    >>> stats = VectorMoments()
    >>> stats.update([[1, 5], [2, 5], [3, 5], [10, 5]])
    >>> print(stats.skewness.round(4), stats.kurtosis.round(4))
    [1.0182    nan] [-0.7696     nan]
    """
