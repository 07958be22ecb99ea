"""Writes the smallest value, not the queue."""

TASK, FAILS, CAUSE = "08.2", {"08.2.queues"}, "numbers"

queues = [
    5,
    3,
    3,
    3,
    4,
    4,
    4,
    6,
]
