"""Trusts one lucky measurement."""

TASK, FAILS, CAUSE = "10.3", {"10.3.settle"}, "no-brake"


def next_size(size, seconds, target, smallest, largest):
    growth = sqrt(target / seconds) if seconds else 2
    return max(smallest, min(size * growth, largest))
