"""Leaves closing to the garbage collector."""

TASK, FAILS, CAUSE = "10.6", {"10.6.closed"}, "never"


def paced(source, wait):
    for item in source:
        wait()
        yield item
