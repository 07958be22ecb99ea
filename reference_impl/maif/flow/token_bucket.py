"""The level of a token bucket: what it holds at a moment, and when a debt is paid."""

from __future__ import annotations

from math import inf

# A moment such as 0.7 - 0.6 s is off by a rounding error. It must not make a token that is due come later.
ROUNDING = 1e-9


class TokenBucket:
    """Holds at most `burst` tokens, starts full, and gets `rate` new ones a second; it may owe some.

    Every moment is an argument, from any clock that never goes back. Nothing happens between two calls: each works out
    what has flowed in since the last one.

    >>> bucket = TokenBucket(rate=2, burst=3)
    >>> [bucket.take(1, now=0.0) for _ in range(4)]
    [True, True, True, False]
    >>> bucket.borrow(1, now=0.0), bucket.borrow(1, now=0.0)
    (0.5, 1.0)
    """

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._level, self._updated = burst, -inf

    def take(self, tokens: float, now: float) -> bool:
        """Spend tokens if they are there; return whether they were."""
        self._fill(now)
        if self._level < tokens - ROUNDING:
            return False
        self._level -= tokens
        return True

    def borrow(self, tokens: float, now: float) -> float:
        """Spend tokens in any case; return the moment at which the bucket owes none of them any more."""
        self._fill(now)
        self._level -= tokens
        return now if self._level >= -ROUNDING else now - self._level / self._rate

    def give_back(self, tokens: float, now: float) -> None:
        """Put tokens back that were not needed."""
        self._fill(now)
        self._level = min(self._burst, self._level + tokens)

    def _fill(self, now: float) -> None:
        if now > self._updated:
            self._level = min(self._burst, self._level + (now - self._updated) * self._rate)
            self._updated = now
