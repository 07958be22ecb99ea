"""Reads the file first, and bounds what comes of it."""

TASK, FAILS = "09.4", {"09.4.flow", "09.4.held"}
CAUSE = {"09.4.flow": "ahead", "09.4.held": "kept"}


def replay(source, core, size):
    rows = list(source)
    while rows or core:
        while rows and core.has_room():
            core.offer(rows.pop(0))
        yield core.take(size)
