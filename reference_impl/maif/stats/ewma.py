"""An average that forgets: what is new counts most, what is old fades away."""

from __future__ import annotations

import math
from math import inf, nan
from typing import Any

from maif.arguments import real_number
from maif.errors import InvalidArgumentError
from maif.stats.fading import Fading, alpha_of
from maif.stats.values import SQUARES, NanPolicy, as_float, keeps_nan, require_no_larger, require_policy


class EWMA:
    """The exponentially weighted mean and variance of a series, in constant memory.

    Each new value weighs 1, and every push takes `alpha` off the weight of all values before: after n pushes a value
    weighs (1 − alpha)ⁿ. Give `alpha` (above 0, at most 1: only the newest counts), or `halflife`, the number of pushes
    after which a weight has halved. The same as `pandas.Series.ewm(adjust=True)`, so the first values are no worse
    than later ones. The variance follows West (1979): see `maif.stats.fading`.

    `nan` says what a NaN does: `"propagate"`, `"skip"` (as if it had not come) or `"raise"`. An infinite value
    makes the mean infinite and the variance NaN: its weight never quite reaches zero.

    >>> latency = EWMA(halflife=1)
    >>> for milliseconds in [10, 10, 30]:
    ...     latency.push(milliseconds)
    >>> round(latency.mean, 2), round(latency.std, 2)
    (21.43, 9.9)

    Before the first value there is no mean:

    >>> EWMA(alpha=0.5).mean
    nan
    """

    def __init__(
        self, alpha: float | None = None, *, halflife: float | None = None, nan: NanPolicy = "propagate"
    ) -> None:
        if alpha is None and halflife is not None:
            halflife = real_number(halflife=halflife)
            if not 0 < halflife < inf:
                raise InvalidArgumentError(f"halflife must be a number of pushes above 0, got {halflife!r}")
            alpha = alpha_of(halflife)
        elif alpha is None or halflife is not None:
            raise InvalidArgumentError(f"give either alpha or halflife, got alpha={alpha!r}, halflife={halflife!r}")
        self.alpha = real_number(alpha=alpha)
        if not 0 < self.alpha <= 1:
            raise InvalidArgumentError(f"alpha must be above 0 and at most 1, got {alpha!r}")
        self.nan = require_policy(nan)
        self.count = 0
        self._finite = Fading(self.alpha)
        self._beyond = 0.0  # the sum of all values that are not finite

    def push(self, value: Any) -> None:
        """Take one value.

        Raises `InvalidTypeError` if it is no number, `InvalidArgumentError` if it is beyond 3e150: a float cannot hold
        the square.
        """
        if type(value) is not float:
            value = as_float(value)
        if not -inf < value < inf:
            if value == value or keeps_nan(self.nan):
                self.count += 1
                self._beyond += value
            return
        require_no_larger(value, SQUARES)
        self.count += 1
        self._finite.push(value)

    @property
    def mean(self) -> float:
        """The weighted mean; NaN before the first value."""
        return self._finite.mean + self._beyond if self.count else nan

    @property
    def variance(self) -> float:
        """The weighted mean of the squared distances from the mean, as `pandas` has it with `bias=True`."""
        return self._finite.variance if self.count and not self._beyond else nan

    @property
    def std(self) -> float:
        """The square root of `variance`."""
        return math.sqrt(self.variance)

    def __repr__(self) -> str:
        return f"EWMA(alpha={self.alpha!r}, count={self.count}, mean={self.mean!r}, std={self.std!r})"
