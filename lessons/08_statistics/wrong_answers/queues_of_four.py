"""Lets a value stay for one push too many."""

TASK, FAILS, CAUSE = "08.2", {"08.2.queues"}, "too-long"

queues = [
    [5],
    [3],
    [3, 8],
    [3, 4],
    [3, 4],
    [4, 6],
    [4, 6, 9],
    [4, 6, 7],
]
