"""Closes at the end and when it is left, but not when the source fails."""

TASK, FAILS, CAUSE = "06.2", {"06.2.closed"}, "failure"


def batches_of(items, size):
    source = iter(items)
    try:
        yield from iter(lambda: list(islice(source, size)), [])
    except GeneratorExit:
        source.close()
        raise
    with closing_source(source):
        pass
