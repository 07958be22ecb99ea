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

    `spans_at(time)` gives start and end of each window that holds a time; all windows have one length. An item goes
    into those that are still open, and to `on_late` if none is.
    """
    held: dict[Span, list[T]] = {}
    spans: list[Span] = []  # of the windows held, as a heap
    watermark = -math.inf
    for item in items:
        time = timestamp(item)
        newest_first = spans_at(time)
        if newest_first[0][1] <= watermark:
            on_late(item)
            continue
        for span in newest_first:
            if span[1] <= watermark:
                break
            if span not in held:
                held[span] = []
                heapq.heappush(spans, span)
            held[span].append(item)
        watermark = max(watermark, time - lateness)
        while spans and spans[0][1] <= watermark:
            span = heapq.heappop(spans)
            yield Window(*span, held.pop(span))
    for span in sorted(spans):
        yield Window(*span, held.pop(span))
