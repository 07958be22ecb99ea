"""Returns a generator expression."""

TASK = "00.4"


def evens(numbers):
    return (number for number in numbers if number & 1 == 0)
