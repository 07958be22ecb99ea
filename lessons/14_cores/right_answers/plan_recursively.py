"""Yields the first range, then the rest."""

TASK = "14.3"


def plan_partitions(bounds, max_blocks, max_bytes, first=0):
    stop = len(bounds)
    while first + 1 < stop:
        here = bounds[first]
        last = bisect_right(bounds, here + max_bytes, lo=first + 1, hi=min(first + max_blocks + 1, stop)) - 1
        last = last if last > first else first + 1
        yield BlockRange(first, last, here, bounds[last])
        first = last
