"""Mean and variance in one pass: Welford's update, and Chan's rule to put two halves together.

The textbook's "mean of the squares less the square of the mean" subtracts two huge numbers that agree in all their
digits as soon as the mean is large beside the spread. Here every term is a small distance from the mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanAndSquares:
    """How many values there were, their `mean`, and `squares`: the sum of their squared distances from the mean.

    `push` follows Welford (1962), `merge` Chan, Golub and LeVeque (1979). The three numbers may be arrays: then each
    component is a series of its own.

    >>> series = MeanAndSquares()
    >>> for value in [2, 4, 9]:
    ...     series.push(value)
    >>> series.mean, series.squares / series.count
    (5.0, 8.666666666666666)
    """

    __slots__ = ("count", "mean", "squares")

    def __init__(self, count: Any = 0, mean: Any = 0.0, squares: Any = 0.0) -> None:
        self.count = count
        self.mean = mean
        self.squares = squares

    def push(self, value: float) -> None:
        """Take one more value."""
        self.count += 1
        distance = value - self.mean
        self.mean += distance / self.count
        self.squares += distance * (value - self.mean)

    def merge(self, other: Self) -> None:
        """Take all values that another one has seen.

        >>> left, right = MeanAndSquares(1, 2.0, 0.0), MeanAndSquares(2, 6.5, 12.5)
        >>> left.merge(right)
        >>> left.count, left.mean, left.squares
        (3, 5.0, 26.0)
        """
        count = self.count + other.count
        share = other.count / (count + (count == 0))
        distance = other.mean - self.mean
        self.squares = self.squares + other.squares + distance * distance * self.count * share
        self.mean = self.mean + distance * share
        self.count = count


class Welford(MeanAndSquares):
    """Mean and squares, of values one by one or of whole arrays. `RunningStats` adds what a user needs.

    This is the arithmetic, for finite values: see `MeanAndSquares`.

    >>> series = Welford()
    >>> for value in [2, 4, 9]:
    ...     series.push(value)
    >>> series.mean, series.squares / series.count
    (5.0, 8.666666666666666)
    """

    __slots__ = ()

    def scale(self, factor: float) -> None:
        """Go on as if all values so far had been multiplied by a power of two."""
        self.mean = self.mean * factor
        self.squares = self.squares * factor * factor

    @classmethod
    def of(cls, values: NDArray[Any]) -> Self:
        """Return that of an array: of numbers, or of rows that are vectors. At least one."""
        distances, rough, error = distances_from_rough_mean(values)
        distances *= distances
        squares = distances.sum(axis=0) - len(values) * error * error
        return cls(len(values), *plain(rough + error, squares))


def largest_of(*bounds: Any) -> float:
    """Return the largest distance of any of these finite numbers, or numbers in arrays, from zero."""
    import numpy as np

    return max(float(np.max(np.abs(bound), initial=0.0)) for bound in bounds)


def distances_from_rough_mean(values: NDArray[Any]) -> tuple[NDArray[Any], Any, Any]:
    """Return an array's distances from a rough mean; that mean; and its error: what it lacks to the mean.

    Whoever squares the distances corrects for the error afterwards: Chan, Golub and LeVeque (1983). The mean of every
    16th value will do, for its squared error is at most 16 times the variance, whatever the values: the correction
    costs a few of 53 bits. Where all values are equal, every distance is exactly zero.
    """
    rough = values[0] + (values[::16] - values[0]).mean(axis=0)
    distances = values - rough
    return distances, rough, distances.mean(axis=0)


def plain(*figures: Any) -> tuple[Any, ...]:
    """Return numpy's scalars as Python's, which are faster, and arrays as they are."""
    return tuple(figure if figure.ndim else figure.item() for figure in figures)
