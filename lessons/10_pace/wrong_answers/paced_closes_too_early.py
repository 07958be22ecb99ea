"""Returns a generator expression, and leaves the `with`."""

TASK, FAILS = "10.6", {"10.6.closed"}
CAUSE = "too-early"


def paced(source, wait):
    with closing_source(source):
        return (item for item in source if not wait())
