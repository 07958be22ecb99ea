"""Closes whatever has a `close`."""

TASK, FAILS, CAUSE = "06.2", {"06.2.closed"}, "file"


def batches_of(items, size):
    source = iter(items)
    try:
        yield from iter(lambda: list(islice(source, size)), [])
    finally:
        getattr(source, "close", int)()
