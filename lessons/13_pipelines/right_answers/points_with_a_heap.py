"""Keeps the items that are done behind a gap in a heap."""

TASK = "13.6"

from heapq import heappop, heappush


def resume_points(steps):
    left, done, point = {}, [], 0
    for item, made in steps:
        left[item] = left.get(item, 1) + made - 1
        if left[item]:
            continue
        del left[item]
        heappush(done, item)
        if item != point:
            continue
        while done and done[0] == point:
            heappop(done)
            point += 1
        yield point
