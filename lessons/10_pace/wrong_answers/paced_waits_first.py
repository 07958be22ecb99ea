"""Waits for its turn, and looks for an item then."""

TASK, FAILS = "10.6", {"10.6.pace"}
CAUSE = "waited-before-pulling"


def paced(source, wait):
    with closing_source(source):
        nothing = object()
        wait()
        while (item := next(source, nothing)) is not nothing:
            yield item
            wait()
