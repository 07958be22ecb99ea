"""Reads a row, and then looks for a place."""

TASK, FAILS, CAUSE = "09.4", {"09.4.flow"}, "in-hand"


def replay(source, core, size):
    for row in source:
        if not core.has_room():
            yield core.take(size)
        core.offer(row)
    while core:
        yield core.take(size)
