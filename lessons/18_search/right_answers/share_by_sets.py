"""Counts in sets."""

TASK = "18.3"


def share_found(bits, signs, nearest, rescored):
    there = found = 0
    for query, rows in zip(signs.T, nearest, strict=True):
        candidates = set(nearest_by_bits(bits, query, rescored).tolist())
        there += len(rows)
        found += len(candidates.intersection(rows.tolist()))
    return found / there if there else 1.0


rescored = 300
