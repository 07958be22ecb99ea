"""A mean and a variance whose old values fade: each push takes a part off the weight of all values before it."""

from __future__ import annotations

import math


def alpha_of(halflife: float) -> float:
    """Return the part of its weight that a value loses with each push, so that half is left after `halflife` pushes.

    >>> alpha_of(1), round((1 - alpha_of(30)) ** 30, 6)
    (0.5, 0.5)
    """
    return -math.expm1(-math.log(2) / halflife)  # 1 - 0.5 ** (1 / halflife), with all its digits


class Fading:
    """The weighted `mean` and `variance` of finite values: the newest weighs 1, the one before 1 - alpha, and so on.

    Their sum is `weight`, which ends the bias of the first values towards where the mean began. The variance follows
    West (1979): Welford's update, with weights. `EWMA` adds what a user needs.

    >>> series = Fading(alpha=0.5)
    >>> for value in [8, 2]:
    ...     series.push(value)
    >>> series.mean, series.variance
    (4.0, 8.0)
    """

    __slots__ = ("_keep", "_squares", "_weight", "mean")

    def __init__(self, alpha: float) -> None:
        self._keep = 1 - alpha
        self._weight = self._squares = self.mean = 0.0

    def push(self, value: float) -> None:
        """Take one more value."""
        faded = self._keep * self._weight
        self._weight = faded + 1
        distance = value - self.mean
        self.mean += distance / self._weight
        self._squares = self._keep * self._squares + distance * distance * faded / self._weight

    @property
    def variance(self) -> float:
        """The weighted mean of the squared distances from the mean; of at least one value."""
        return self._squares / self._weight
