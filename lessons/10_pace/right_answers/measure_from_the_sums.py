"""Divides the seconds by the time."""

TASK = "10.5"


def measure(requests):
    requests = iter(requests)
    first, last = next(requests)
    count, busy = 1, last - first
    for began, ended in requests:
        count, busy, last = count + 1, busy + (ended - began), max(last, ended)
    return count / (last - first), busy / count, busy / (last - first)


places = 7
