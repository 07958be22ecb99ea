seen = {}


def block_at(offsets, position):
    if position not in seen:
        begun = bisect.bisect_right(offsets, position)
        seen[position] = begun - 1 if begun else None
    return seen[position]
