"""Waits before the loop."""

TASK, FAILS = "10.6", {"10.6.pace"}
CAUSE = "waited-once"


def paced(source, wait):
    with closing_source(source):
        for number, item in enumerate(source):
            if number == 0:
                wait()
            yield item
