"""From 07_windows_solution.ipynb."""

from collections import deque
from maif.sources import closing_source

def full_windows(source, size, stride):
    """Yield windows of `size` items, each `stride` items after the one before.

    >>> list(full_windows(iter(range(7)), 3, 2))
    [[0, 1, 2], [2, 3, 4], [4, 5, 6]]
    """
    latest: deque[T] = deque(maxlen=size)
    missing = size
    with closing_source(source):
        for item in source:
            latest.append(item)
            missing -= 1
            if not missing:
                yield list(latest)
                missing = stride
from numpy.lib.stride_tricks import as_strided

def window_view(rows, size, stride):
    """Return the windows over the first axis of an array: the same memory, read-only.

    >>> window_view(np.arange(7), 3, 2).tolist()
    [[0, 1, 2], [2, 3, 4], [4, 5, 6]]
    """
    count = max(0, (len(rows) - size) // stride + 1)
    shape = (count, size, *rows.shape[1:])
    strides = (stride * rows.strides[0], *rows.strides)
    return as_strided(rows, shape, strides, writeable=False)
import math
from maif.windows.event_time import Window

def closed_windows(items, spans_at, timestamp, lateness, on_late):
    """Yield a `Window(start, end, items)` for each span, as soon as it closes.

    >>> for window in closed_windows([2, 11, 7], tens, timestamp=int, lateness=5, on_late=print):
    ...     print(window)
    Window(start=0, end=10, items=[2, 7])
    Window(start=10, end=20, items=[11])
    """
    waiting, watermark = ({}, -math.inf)
    for item in items:
        time = timestamp(item)
        still_open = [span for span in spans_at(time) if span[1] > watermark]
        if not still_open:
            on_late(item)
            continue
        for span in still_open:
            waiting.setdefault(span, []).append(item)
        watermark = max(watermark, time - lateness)
        for span in sorted((span for span in waiting if span[1] <= watermark)):
            yield Window(*span, waiting.pop(span))
    for span in sorted(waiting):
        yield Window(*span, waiting.pop(span))

def aligned_spans(length, slide):
    """Return a function of a time: start and end of each window that holds it, newest first.

    >>> aligned_spans(60, 25)(80)
    [(75, 135), (50, 110), (25, 85)]
    """
    slides = round(length / slide)
    rest = length - slides * slide
    if abs(rest) < 1e-09 * slide:
        rest = 0

    def spans_at(time):
        number = time // slide
        if (number + 1) * slide <= time:
            number += 1
        spans = []
        while (number + slides) * slide + rest > time:
            spans.append((number * slide, (number + slides) * slide + rest))
            number -= 1
        return spans
    return spans_at

def closed_sessions(items, gap, timestamp, lateness, on_late):
    """Yield a `Window(start, end, items)` for each session, as soon as it has ended.

    >>> for window in closed_sessions([1, 3, 20, 18], 5, timestamp=int, lateness=9, on_late=id):
    ...     print(window)
    Window(start=1, end=8, items=[1, 3])
    Window(start=18, end=25, items=[20, 18])
    """
    held, watermark = ([], -math.inf)
    for arrival, item in enumerate(items):
        time = timestamp(item)
        start, end, members = (time, time + gap, [(arrival, item)])
        touched = [session for session in held if session[0] < end and start < session[1]]
        if not touched and end <= watermark:
            on_late(item)
            continue
        for session in touched:
            held.remove(session)
            start, end, members = (min(start, session[0]), max(end, session[1]), session[2] + members)
        held = sorted([*held, (start, end, members)])
        watermark = max(watermark, time - lateness)
        while held and held[0][1] <= watermark:
            start, end, members = held.pop(0)
            yield Window(start, end, [item for _, item in sorted(members)])
    for start, end, members in held:
        yield Window(start, end, [item for _, item in sorted(members)])
