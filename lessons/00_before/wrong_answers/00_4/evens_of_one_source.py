source = iter(())


def evens(numbers):
    global source
    source = iter(numbers)
    while (number := next(source, None)) is not None:
        if number % 2 == 0:
            yield number
