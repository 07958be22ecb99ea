def plan_partitions(bounds, max_blocks, max_bytes):
    ranges, first, count = [], 0, len(bounds) - 1
    while first < count:
        most = min(first + max_blocks, count)
        fitting = bisect_right(bounds, bounds[first] + max_bytes, first, most + 1) - 1
        last = max(fitting, first + 1)
        ranges.append(BlockRange(first, last, bounds[first], bounds[last]))
        first = last
    return ranges
