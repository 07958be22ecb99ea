"""Drops the front a push too early."""

TASK, FAILS, CAUSE = "08.2", {"08.2.queues"}, "too-early"

queues = [
    [5],
    [3],
    [3, 8],
    [4],
    [4],
    [4, 6],
    [6, 9],
    [7],
]
