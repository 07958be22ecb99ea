"""Drops only what is larger."""

TASK, FAILS, CAUSE = "08.2", {"08.2.queues"}, "equal-kept"

queues = [
    [5],
    [3],
    [3, 8],
    [3, 4],
    [4, 4],
    [4, 4, 6],
    [4, 6, 9],
    [6, 7],
]
