"""Expects a buffer to let everything in."""

TASK, FAILS, CAUSE = "09.3", {"09.3.verdicts"}, "fails-newest"


def examine(make):
    buffer = make(3)
    for number in range(5):
        buffer.offer(number)
    assert buffer.stats.added == 5
