"""Leaves the merging to `heapq.merge`, and closes what that leaves open."""

TASK = "01.5"

from heapq import merge


def merged(*sources):
    try:
        yield from merge(*sources)
    finally:
        for source in sources:
            source.close()
