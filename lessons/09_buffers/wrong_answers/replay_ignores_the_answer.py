"""Offers a row, and does not ask what became of it."""

TASK, FAILS = "09.4", {"09.4.flow"}
CAUSE = {"09.4.flow": "lost"}

from itertools import islice


def replay(source, core, size):
    rows = iter(source)
    while True:
        for row in islice(rows, core.capacity):
            core.offer(row)
        if not core:
            return
        yield core.take(size)
