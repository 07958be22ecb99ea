"""Returns a whole number of items."""

TASK, FAILS = "10.3", {"10.3.settle"}
CAUSE = "rounded"


def next_size(size, seconds, target, smallest, largest):
    growth = min(2, sqrt(target / seconds)) if seconds else 2
    return max(smallest, min(round(size * growth), largest))
