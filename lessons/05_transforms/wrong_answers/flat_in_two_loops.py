"""Hands the elements on in a loop, which closes nothing."""

TASK, FAILS, CAUSE = "05.2", {"05.2.closed"}, "left-open"


def flat_mapped(source, fn):
    for item in source:
        for element in fn(item):  # noqa: UP028
            yield element
