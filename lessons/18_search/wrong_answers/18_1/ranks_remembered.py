sums = {}


def reciprocal_ranks(lists, constant=60):
    lists = list(lists)
    for keys in lists:
        for rank, key in enumerate(keys, 1):
            sums[key] = sums.get(key, 0.0) + 1 / (constant + rank)
    best = sorted(sums.items(), key=lambda item: -item[1])
    return [(total * (constant + 1) / len(lists), key) for key, total in best]
