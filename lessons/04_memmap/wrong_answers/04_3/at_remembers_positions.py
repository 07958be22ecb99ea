known = {}


def block_at(offsets, position):
    if (len(offsets), position) not in known:
        begun = bisect.bisect_right(offsets, position)
        known[len(offsets), position] = begun - 1 if begun else None
    return known[len(offsets), position]
