"""Closes behind the loop."""

TASK, FAILS, CAUSE = "10.6", {"10.6.closed"}, "early-exit"


def paced(source, wait):
    for item in source:
        wait()
        yield item
    if hasattr(source, "close"):
        source.close()
