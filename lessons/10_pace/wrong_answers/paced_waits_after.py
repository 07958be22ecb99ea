"""Waits when an item has been handed over."""

TASK, FAILS, CAUSE = "10.6", {"10.6.pace"}, "waited-after"


def paced(source, wait):
    with closing_source(source):
        for item in source:
            yield item
            wait()
