"""Checks the sum after each offer and each take."""

TASK = "09.3"


def examine(make):
    buffer = make(1)
    for offered in range(1, 5):
        buffer.offer(object())
        stats = buffer.stats
        if offered != stats.taken + len(buffer) + stats.dropped:
            raise AssertionError(offered)
        if offered == 3:
            buffer.take(1)
