"""Finds out that all is done when it has given out nothing."""

TASK, FAILS, CAUSE = "09.4", {"09.4.flow"}, "empty-batch"

from itertools import islice


def replay(source, core, size):
    rows, batch = iter(source), True
    while batch:
        for row in islice(rows, core.capacity - len(core)):
            core.offer(row)
        batch = core.take(size)
        yield batch
