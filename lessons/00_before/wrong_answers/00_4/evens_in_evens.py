def evens(numbers):
    numbers = iter(numbers)
    for number in numbers:
        if number % 2 == 0:
            yield number
        yield from evens(numbers)
