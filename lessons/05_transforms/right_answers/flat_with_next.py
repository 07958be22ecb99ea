"""Pulls the items itself."""

TASK = "05.2"


def flat_mapped(source, fn):
    items, end = iter(source), object()
    while (item := next(items, end)) is not end:
        yield from fn(item)
