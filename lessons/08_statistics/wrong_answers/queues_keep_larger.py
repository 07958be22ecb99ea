"""Keeps every value of the window, in its order."""

TASK, FAILS, CAUSE = "08.2", {"08.2.queues"}, "larger-kept"

queues = [
    [5],
    [3],
    [3, 8],
    [3, 8, 4],
    [8, 4, 4],
    [4, 4, 6],
    [4, 6, 9],
    [6, 9, 7],
]
