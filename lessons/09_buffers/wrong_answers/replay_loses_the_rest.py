"""Ends when the source does."""

TASK, FAILS, CAUSE = "09.4", {"09.4.flow"}, "rest-lost"


def replay(source, core, size):
    for row in source:
        core.offer(row)
        if not core.has_room():
            yield core.take(size)
