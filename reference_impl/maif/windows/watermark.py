"""When a window is finished: the watermark, which says up to what time nothing more is expected."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Generator, Iterable
from typing import TypeVar

from maif.windows.event_time import Span, Window

T = TypeVar("T")


def closed_windows(
    items: Iterable[T],
    spans_at: Callable[[float], list[Span]],
    timestamp: Callable[[T], float],
    lateness: float,
    on_late: Callable[[T], object],
) -> Generator[Window[T]]:
    """Yield each window when the watermark, the newest time minus `lateness`, reaches its end.

    `spans_at(time)` gives start and end of each window that holds a time, newest first; all have
    one length. An item goes into those that are still open, and to `on_late` if none is.
    """
    held: dict[float, Window[T]] = {}  # by their ends
    ends: list[float] = []  # the same as a heap
    watermark = -math.inf
    for item in items:
        time = timestamp(item)
        newest_first = spans_at(time)
        if newest_first[0][1] <= watermark:
            on_late(item)
            continue
        for start, end in newest_first:
            if end <= watermark:
                break
            if end not in held:
                held[end] = Window(start, end, [])
                heapq.heappush(ends, end)
            held[end].items.append(item)
        watermark = max(watermark, time - lateness)
        while ends and ends[0] <= watermark:
            yield held.pop(heapq.heappop(ends))
    for end in sorted(ends):
        yield held.pop(end)
