"""Writes the newest value first."""

TASK, FAILS, CAUSE = "08.2", {"08.2.queues"}, "back-first"

queues = [
    [5],
    [3],
    [8, 3],
    [4, 3],
    [4],
    [6, 4],
    [9, 6, 4],
    [7, 6],
]
