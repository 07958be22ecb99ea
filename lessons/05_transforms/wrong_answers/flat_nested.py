"""Yields what `fn` gives, as it is."""

TASK, FAILS, CAUSE = (
    "05.2",
    {"05.2.flat", "05.2.lazy", "05.2.closed"},
    {"05.2.flat": "nested", "05.2.lazy": "nested", "05.2.closed": "nested"},
)


def flat_mapped(source, fn):
    for item in source:
        yield fn(item)
