"""Makes a list of the elements, to be safe."""

TASK, FAILS, CAUSE = "05.2", {"05.2.lazy", "05.2.closed"}, {"05.2.lazy": "all-fetched", "05.2.closed": "left-open"}


def flat_mapped(source, fn):
    for item in source:
        yield from list(fn(item))
