"""Counts everything, and returns the k most frequent."""

TASK, FAILS, CAUSE = "08.7", {"08.7.held"}, "grows"


def frequent(items, k):
    counters = {}
    for item in items:
        counters[item] = counters.get(item, 0) + 1
    return {item: (counters[item], 0) for item in sorted(counters, key=counters.get, reverse=True)[:k]}
