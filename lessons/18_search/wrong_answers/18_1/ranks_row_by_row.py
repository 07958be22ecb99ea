from itertools import zip_longest


def reciprocal_ranks(lists, constant=60):
    lists, nobody, sums = [list(keys) for keys in lists], object(), {}
    for rank, keys in enumerate(zip_longest(*lists, fillvalue=nobody), 1):
        for key in keys:
            if key is not nobody:
                sums[key] = sums.get(key, 0.0) + 1 / (constant + rank)
    best = sorted(sums.items(), key=lambda item: -item[1])
    return [(total * (constant + 1) / len(lists), key) for key, total in best]
