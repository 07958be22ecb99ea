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


from maif._learner.lesson_07 import aligned_spans
