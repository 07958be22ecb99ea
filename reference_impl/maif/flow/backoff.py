"""The pause before another attempt: longer each time, up to a bound."""

from __future__ import annotations


def growing_pause(attempt: int, first: float, longest: float, factor: float = 2.0) -> float:
    """Return the seconds to wait after failed attempt number `attempt`, from 1.

    That is `first · factor^(attempt-1)`, but at most `longest`.

    >>> [growing_pause(attempt, first=0.5, longest=3.0) for attempt in (1, 2, 3, 4, 5000)]
    [0.5, 1.0, 2.0, 3.0, 3.0]
    """
    try:
        return min(first * float(factor) ** (attempt - 1), longest)
    except OverflowError:
        return longest if first else 0.0
