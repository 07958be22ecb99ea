"""Closes the source after the last batch."""

TASK, FAILS, CAUSE = "06.2", {"06.2.closed"}, "early-exit"


def batches_of(items, size):
    source = iter(items)
    yield from iter(lambda: list(islice(source, size)), [])
    with closing_source(source):
        pass
