from itertools import chain, islice


def evens(numbers):
    numbers = iter(numbers)
    first = list(islice(numbers, 1))
    return (number for number in chain(first, numbers) if number % 2 == 0)
