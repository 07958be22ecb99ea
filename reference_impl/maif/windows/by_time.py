"""Windows by event time: spans of one length, side by side or overlapping."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TypeVar

from maif.arguments import require_callable
from maif.errors import InvalidArgumentError
from maif.windows.event_time import LateItems, Span, WindowStream, event_times, positive_span, span_of
from maif.windows.watermark import closed_windows

T = TypeVar("T")


def time_windows(
    items: Iterable[T],
    length: float | str,
    slide: float | str | None = None,
    *,
    timestamp: Callable[[T], float],
    lateness: float | str = 0,
    on_late: Callable[[T], object] | None = None,
) -> WindowStream[T]:
    """Yield a `Window(start, end, items)` for each `length` of event time, with a new one every `slide`.

    Windows start at multiples of `slide`, which is `length` if left out: then they tumble. An item is in every
    window whose span holds `timestamp(item)`. Times may have any unit, as long as all have the same; text such as
    `"5min"` means seconds. Each window comes once, earliest first, when the watermark reaches its end; those still
    open come when the items end, and empty ones never. An item none of whose windows is still open is late: the
    result counts it in `late`, and hands it to `on_late`, if there is one.

    `time_windows` compares a time as the number that it is. The float `0.3` is a little less than `3 * 0.1`, and so
    belongs to the window before that border: where borders matter, count in whole units (milliseconds), or give
    lengths and times as `Decimal` or `Fraction`, which are exact.

    It raises `InvalidArgumentError` unless 0 < `slide` ≤ `length`, both finite, and 0 ≤ `lateness`; and, on the way,
    `InvalidArgumentError` or `InvalidTypeError` for a time that is not finite, no number, or a float so
    large that it cannot be told from its neighbours in steps of `slide`.

    >>> from decimal import Decimal
    >>> for window in time_windows([2, 11, 7, 13, 12, 9, 27], 10, timestamp=int, lateness=3, on_late=print):
    ...     print(window)
    Window(start=0, end=10, items=[2, 7])
    9
    Window(start=10, end=20, items=[11, 13, 12])
    Window(start=20, end=30, items=[27])
    >>> [(window.start, window.items) for window in time_windows([1, 4, 7], 4, slide=2, timestamp=int)]
    [(-2, [1]), (0, [1]), (2, [4]), (4, [4, 7]), (6, [7])]
    >>> [window.items for window in time_windows(["0.1", "0.2", "0.3"], Decimal("0.1"), timestamp=Decimal)]
    [['0.1'], ['0.2'], ['0.3']]
    """
    length = positive_span("length", length)
    slide = length if slide is None else positive_span("slide", slide)
    if slide > length:
        raise InvalidArgumentError(f"slide {slide} is beyond length {length}: items would fall between the windows")
    lateness = span_of("lateness", lateness)
    require_callable(timestamp=timestamp)
    late, source = LateItems(on_late), iter(items)
    time_of = event_times(timestamp, slide)
    return WindowStream(source, closed_windows(source, aligned_spans(length, slide), time_of, lateness, late), late)


def aligned_spans(length: float, slide: float) -> Callable[[float], list[Span]]:
    """Return a function of a time: start and end of each window that holds it, newest first.

    Windows start at the multiples of `slide`. One that ends where another starts ends at that very number, so that no
    fraction is lost between the two: a border is never added up, which would round it differently.

    >>> spans_at = aligned_spans(60, 30)
    >>> spans_at(65), spans_at(90)
    ([(60, 120), (30, 90)], [(90, 150), (60, 120)])
    """
    slides = round(length / slide)
    rest = length - slides * slide
    if abs(rest) < 1e-9 * slide:
        rest = 0

    latest: list[Span] = [(math.inf, -math.inf)]  # for no time yet

    def spans_at(time: float) -> list[Span]:
        nonlocal latest
        # Without a rest, the oldest of them ends where the next one starts: up to there, nothing changes.
        if rest or not latest[0][0] <= time < latest[-1][1]:
            number = time // slide
            if (number + 1) * slide <= time:
                number += 1
            latest = []
            while (end := (number + slides) * slide + rest) > time:
                latest.append((number * slide, end))
                number -= 1
        return latest.copy()

    return spans_at
