"""Lets `map` call `fn`."""

TASK = "05.2"


def flat_mapped(source, fn):
    for elements in map(fn, source):
        yield from elements
