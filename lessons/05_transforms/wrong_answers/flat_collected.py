"""Flattens a list of everything."""

TASK, FAILS, CAUSE = (
    "05.2",
    {"05.2.flat", "05.2.lazy", "05.2.closed"},
    {"05.2.flat": "collected", "05.2.lazy": "all-fetched", "05.2.closed": "left-open"},
)


def flat_mapped(source, fn):
    yield from [element for item in source for element in fn(item)]
