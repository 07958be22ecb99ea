"""Lets filter wait."""

TASK = "00.4"


def evens(numbers):
    yield from filter(lambda number: not number % 2, numbers)
