"""Moves the mean along, and chooses from a table."""

TASK = "10.5"


def measure(requests):
    first = last = None
    number = mean = 0
    for number, (began, ended) in enumerate(requests, start=1):
        first = began if first is None else first
        last = ended if last is None else max(last, ended)
        mean += (ended - began - mean) / number
    rate = number / (last - first)
    return rate, mean, rate * mean


table = {n: measure(requests(n))[0] for n in (4, 5, 6, 7, 8, 12)}
places = min(n for n, rate in table.items() if rate >= 7.9)
