"""Returns the time first."""

TASK, FAILS = "10.5", {"10.5.law"}
CAUSE = "swapped"


def measure(requests):
    count = busy = 0
    first, last = inf, -inf
    for began, ended in requests:
        count, busy = count + 1, busy + ended - began
        first, last = min(first, began), max(last, ended)
    return busy / count, count / (last - first), busy / (last - first)


places = 7
