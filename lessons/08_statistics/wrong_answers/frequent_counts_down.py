"""Lowers every counter for an item that has none, and frees those at zero."""

TASK, FAILS, CAUSE = "08.7", {"08.7.promises"}, "too-low"


def frequent(items, k):
    counters = {}
    for item in items:
        if item in counters or len(counters) < k:
            counters[item] = counters.get(item, 0) + 1
        else:
            counters = {other: count - 1 for other, count in counters.items() if count > 1}
    return {item: (count, 0) for item, count in counters.items()}
