"""Takes what `itertools` has for it."""

TASK, FAILS, CAUSE = "05.2", {"05.2.closed"}, "no-generator"

from itertools import chain


def flat_mapped(source, fn):
    return chain.from_iterable(map(fn, source))
