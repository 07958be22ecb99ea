"""Adds an item when there was time left, takes one away when there was none."""

TASK, FAILS, CAUSE = "10.3", {"10.3.settle", "10.3.limits"}, {"10.3.settle": "by-ones"}


def next_size(size, seconds, target, smallest, largest):
    return max(smallest, min(size + (1 if seconds < target else -1), largest))
