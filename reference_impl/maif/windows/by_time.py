"""Windows by event time: spans of one length, side by side or overlapping."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TypeVar

from maif.arguments import require_callable
from maif.errors import InvalidArgumentError
from maif.sources import closing_source
from maif.windows.event_time import LateItems, Window, WindowStream, event_time, positive_span, span_of

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

    Windows start at multiples of `slide`, which is `length` if left out: then they tumble. An item is in every window
    whose span holds `timestamp(item)`. Times may have any unit, as long as all have the same; text such as `"5min"`
    means seconds. A window is yielded once, earliest first, when the watermark reaches its end; windows still open
    are yielded when the items end, and empty ones never. An item none of whose windows is still open is late: it is
    counted in the result's `late` and goes to `on_late`, if there is one.

    Raises `InvalidArgumentError` unless 0 < `slide` ≤ `length`, both finite, and 0 ≤ `lateness`; and, on the way,
    `InvalidArgumentError` or `InvalidTypeError` for a time that is not finite or no number.

    >>> for window in time_windows([2, 11, 7, 13, 12, 9, 27], 10, timestamp=int, lateness=3, on_late=print):
    ...     print(window)
    Window(start=0, end=10, items=[2, 7])
    9
    Window(start=10, end=20, items=[11, 13, 12])
    Window(start=20, end=30, items=[27])
    >>> [(window.start, window.items) for window in time_windows([1, 4, 7], 4, slide=2, timestamp=int)]
    [(-2, [1]), (0, [1]), (2, [4]), (4, [4, 7]), (6, [7])]
    """
    length = positive_span("length", length)
    slide = length if slide is None else positive_span("slide", slide)
    if slide > length:
        raise InvalidArgumentError(f"slide {slide} is beyond length {length}: items would fall between the windows")
    lateness = span_of("lateness", lateness)
    require_callable(timestamp=timestamp)
    late = LateItems(on_late)
    return WindowStream(_time_windows(iter(items), length, slide, timestamp, lateness, late), late)


def _time_windows(
    source: Iterator[T],
    length: float,
    slide: float,
    timestamp: Callable[[T], float],
    lateness: float,
    late: LateItems[T],
) -> Generator[Window[T]]:
    # Window n spans [n · slide, (n + slides) · slide + rest). A border that windows share is computed in one way only:
    # added up, the fractions would round differently, and an item could fall between two windows.
    slides = round(length / slide)
    rest = length - slides * slide
    if abs(rest) < 1e-9 * slide:
        rest = 0

    def end(number: float) -> float:
        return (number + slides) * slide + rest

    held: dict[float, list[T]] = {}
    numbers: list[float] = []  # of the windows held, as a heap
    watermark = -math.inf
    with closing_source(source):
        for item in source:
            time = event_time(timestamp, item)
            number = time // slide
            if (number + 1) * slide <= time:
                number += 1
            if end(number) <= watermark:
                late(item)
                continue
            while end(number) > max(time, watermark):
                if number not in held:
                    held[number] = []
                    heapq.heappush(numbers, number)
                held[number].append(item)
                number -= 1
            watermark = max(watermark, time - lateness)
            while numbers and end(numbers[0]) <= watermark:
                number = heapq.heappop(numbers)
                yield Window(number * slide, end(number), held.pop(number))
    for number in sorted(numbers):
        yield Window(number * slide, end(number), held.pop(number))
