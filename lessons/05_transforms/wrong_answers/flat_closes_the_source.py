"""Closes the source, which belongs to the chain."""

TASK, FAILS, CAUSE = "05.2", {"05.2.closed"}, "source-closed"


def flat_mapped(source, fn):
    try:
        for item in source:
            yield from fn(item)
    finally:
        if hasattr(source, "close"):
            source.close()
