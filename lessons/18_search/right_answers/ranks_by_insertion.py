"""Notes when each key came first, and sorts by score and by that."""

TASK = "18.1"


def reciprocal_ranks(lists, constant=60):
    sums, first, count = {}, {}, 0
    for keys in lists:
        count += 1
        for rank, key in enumerate(keys, start=1):
            if key not in sums:
                first[key] = len(first)
                sums[key] = 0
            sums[key] += 1 / (constant + rank)
    best = 1 / (constant + 1) * count
    pairs = [(sums[key] / best, key) for key in sums]
    pairs.sort(key=lambda pair: (-round(pair[0], 12), first[pair[1]]))
    return pairs
