def reciprocal_ranks(lists, constant=60):
    shares = {}
    for keys in lists:
        for rank, key in enumerate(keys, 1):
            shares.setdefault(key, []).append(1 / (constant + rank))
    best = sorted(shares.items(), key=lambda item: -sum(item[1]))
    return [(sum(given) / len(given) * (constant + 1), key) for key, given in best]
