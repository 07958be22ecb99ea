"""Sessions: windows of event time that last for as long as things go on happening."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Generator, Iterable
from operator import attrgetter, itemgetter
from typing import Generic, TypeVar

from maif.arguments import require_callable
from maif.windows.event_time import LateItems, Window, WindowStream, event_times, positive_span, span_of

T = TypeVar("T")


class _Session(Generic[T]):
    """An open session: its span, and its items with the numbers of their arrival."""

    __slots__ = ("arrivals", "end", "start")

    def __init__(self, start: float, end: float) -> None:
        self.start, self.end = start, end
        self.arrivals: list[tuple[int, T]] = []

    def window(self) -> Window[T]:
        return Window(self.start, self.end, [item for _, item in sorted(self.arrivals, key=itemgetter(0))])


def sessions(
    items: Iterable[T],
    gap: float | str,
    *,
    timestamp: Callable[[T], float],
    lateness: float | str = 0,
    on_late: Callable[[T], object] | None = None,
) -> WindowStream[T]:
    """Yield a `Window` for each burst of items: a session ends when nothing has happened for a `gap` of event time.

    A session spans from its first time to its last time + `gap`. An item that falls between two open sessions may
    join them. Watermark, late items, order and errors are those of `time_windows`: an item is late if it joins no open
    session, and the one that it would begin has ended already.

    >>> for window in sessions([1, 3, 20, 24, 22, 40], 5, timestamp=int):
    ...     print(window)
    Window(start=1, end=8, items=[1, 3])
    Window(start=20, end=29, items=[20, 24, 22])
    Window(start=40, end=45, items=[40])
    """
    gap = positive_span("gap", gap)
    lateness = span_of("lateness", lateness)
    require_callable(timestamp=timestamp)
    late, source = LateItems(on_late), iter(items)
    return WindowStream(source, closed_sessions(source, gap, event_times(timestamp, gap), lateness, late), late)


from maif._learner.lesson_07 import closed_sessions
