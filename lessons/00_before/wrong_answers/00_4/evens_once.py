def evens(numbers):
    seen = set()
    for number in numbers:
        if number % 2 == 0 and number not in seen:
            seen.add(number)
            yield number
