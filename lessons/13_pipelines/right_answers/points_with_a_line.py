"""Keeps a line of counts, of which the first is that of the item at the point."""

TASK = "13.6"

from collections import deque


def resume_points(steps):
    line, point = deque(), 0
    for item, made in steps:
        while len(line) <= item - point:
            line.append(1)
        line[item - point] += made - 1
        moved = False
        while line and line[0] == 0:
            line.popleft()
            point, moved = point + 1, True
        if moved:
            yield point
