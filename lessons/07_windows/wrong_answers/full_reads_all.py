"""Takes a tuple for something smaller than a list."""

TASK, FAILS = "07.1", {"07.1.soon", "07.1.held", "07.1.closed"}
CAUSE = {"07.1.soon": "all-first", "07.1.held": "grows", "07.1.closed": "runaway"}


def full_windows(source, size, stride):
    with closing_source(source):
        items = tuple(source)
        for start in range(0, len(items) - size + 1, stride):
            yield list(items[start : start + size])
