"""Searches the numbers of blocks instead of their offsets."""

TASK = "04.3"


def block_at(offsets, position):
    later = bisect.bisect_left(range(len(offsets)), True, key=lambda number: offsets[number] > position)
    return None if later == 0 else later - 1
