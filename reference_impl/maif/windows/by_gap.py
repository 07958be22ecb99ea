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


def closed_sessions(
    items: Iterable[T],
    gap: float,
    timestamp: Callable[[T], float],
    lateness: float,
    on_late: Callable[[T], object],
) -> Generator[Window[T]]:
    """Yield each session when the watermark reaches its end; an item that can join or begin none goes to `on_late`."""
    held: list[_Session[T]] = []  # open, apart from each other, earliest first
    watermark = -math.inf
    for arrival, item in enumerate(items):
        time = timestamp(item)
        first = bisect_right(held, time, key=attrgetter("end"))
        last = bisect_left(held, time + gap, key=attrgetter("start"))
        touched = held[first:last]
        if not touched and time + gap <= watermark:
            on_late(item)
            continue
        session = touched[0] if touched else _Session(time, time + gap)
        for other in touched[1:]:
            session.end = other.end
            session.arrivals += other.arrivals
        session.start, session.end = min(session.start, time), max(session.end, time + gap)
        session.arrivals.append((arrival, item))
        held[first:last] = [session]
        watermark = max(watermark, time - lateness)
        while held and held[0].end <= watermark:
            yield held.pop(0).window()
    for session in held:
        yield session.window()
