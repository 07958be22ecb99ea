"""Leaves the closing to others."""

TASK, FAILS, CAUSE = "06.2", {"06.2.closed"}, "never"


def batches_of(items, size):
    source = iter(items)
    yield from iter(lambda: list(islice(source, size)), [])
