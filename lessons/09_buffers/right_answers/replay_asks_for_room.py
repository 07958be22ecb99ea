"""Asks the core each time, and marks the end with an object of its own."""

TASK = "09.4"


def replay(source, core, size):
    rows, end = iter(source), object()
    row = None
    while row is not end:
        while row is not end and core.has_room():
            row = next(rows, end)
            if row is not end:
                core.offer(row)
        row = end if row is end else None
        if core:
            yield core.take(size)
    while batch := core.take(size):
        yield batch
