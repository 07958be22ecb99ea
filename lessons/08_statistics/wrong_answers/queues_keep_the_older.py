"""Keeps the first of two equal values."""

TASK, FAILS, CAUSE = "08.2", {"08.2.queues"}, "too-early"

queues = [
    [5],
    [3],
    [3, 8],
    [3, 4],
    [4],
    [4, 6],
    [6, 9],
    [7],
]
