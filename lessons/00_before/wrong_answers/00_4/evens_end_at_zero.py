def evens(numbers):
    numbers = iter(numbers)
    while number := next(numbers, None):
        if number % 2 == 0:
            yield number
