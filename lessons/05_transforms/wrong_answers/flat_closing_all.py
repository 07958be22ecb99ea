"""Closes whatever `fn` gives."""

TASK, FAILS, CAUSE = "05.2", {"05.2.flat", "05.2.closed"}, {"05.2.flat": "raised", "05.2.closed": "no-close"}

from contextlib import closing


def flat_mapped(source, fn):
    for item in source:
        with closing(fn(item)) as elements:
            yield from elements
