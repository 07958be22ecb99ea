"""Closes the elements as soon as it has their iterator."""

TASK, FAILS, CAUSE = "05.2", {"05.2.closed"}, "too-early"


def flat_mapped(source, fn):
    for item in source:
        found = fn(item)
        elements = iter(found)
        if hasattr(found, "close"):
            found.close()
        yield from elements
