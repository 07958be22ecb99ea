"""Halves by hand."""

TASK = "14.3"


def plan_partitions(bounds, max_blocks, max_bytes):
    blocks, first = len(bounds) - 1, 0
    while first < blocks:
        begin = bounds[first]
        low, high = first + 1, min(first + max_blocks, blocks)
        while low < high:
            middle = (low + high + 1) // 2
            if bounds[middle] - begin <= max_bytes:
                low = middle
            else:
                high = middle - 1
        yield BlockRange(first=first, last=low, begin=begin, end=bounds[low])
        first = low
