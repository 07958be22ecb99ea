"""Lets the 9 stay when the 7 comes."""

TASK, FAILS, CAUSE = "08.2", {"08.2.queues"}, "larger-kept"

queues = [
    [5],
    [3],
    [3, 8],
    [3, 4],
    [4],
    [4, 6],
    [4, 6, 9],
    [6, 9, 7],
]
