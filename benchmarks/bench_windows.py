"""Windows against more-itertools, and against looking at all open windows for each item."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator

import more_itertools

from benchmarks.harness import Row, compare, exhaust
from maif.windows import Window, sliding, time_windows

ITEMS = 200_000


def sorting_windows(times: Iterable[float], length: float, lateness: float) -> Iterator[Window[float]]:
    """Tumbling windows in the plainest form, which looks at all open windows for each item."""
    held: dict[float, list[float]] = {}
    watermark = -math.inf
    for time in times:
        start = time // length * length
        if start + length <= watermark:
            continue
        held.setdefault(start, []).append(time)
        watermark = max(watermark, time - lateness)
        for start in sorted(start for start in held if start + length <= watermark):
            yield Window(start, start + length, held.pop(start))
    for start in sorted(held):
        yield Window(start, start + length, held.pop(start))


def rows() -> Iterator[Row]:
    yield by_count(5, 1)
    yield by_count(100, 10)
    disorder = random.Random(1)
    for lateness in (10, 1000):
        yield by_time([number + disorder.randrange(lateness) for number in range(ITEMS)], lateness)


def by_count(size: int, stride: int) -> Row:
    return compare(
        f"sliding, size {size}, stride {stride}",
        lambda: exhaust(sliding(range(ITEMS), size, stride)),
        lambda: exhaust(more_itertools.windowed(range(ITEMS), size, step=stride)),
        name="more_itertools.windowed",
        items=ITEMS,
        unit=" items/s",
    )


def by_time(times: list[int], lateness: int) -> Row:
    return compare(
        f"time_windows, about {1 + lateness // 10} open",
        lambda: exhaust(time_windows(times, 10, timestamp=int, lateness=lateness)),
        lambda: exhaust(sorting_windows(times, 10, lateness)),
        name="looking at all open windows",
        items=ITEMS,
        unit=" items/s",
        rounds=3,
    )
