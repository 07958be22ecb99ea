def plan_partitions(bounds, max_blocks, max_bytes):
    return iter(())
