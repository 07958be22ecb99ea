def plan_partitions(bounds, max_blocks, max_bytes):
    plan_partitions.first, count = 0, len(bounds) - 1
    while (first := plan_partitions.first) < count:
        most = min(first + max_blocks, count)
        fitting = bisect_right(bounds, bounds[first] + max_bytes, first, most + 1) - 1
        plan_partitions.first = last = max(fitting, first + 1)
        yield BlockRange(first, last, bounds[first], bounds[last])
