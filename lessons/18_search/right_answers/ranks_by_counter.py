"""Adds up in a Counter, and scales as it goes."""

TASK = "18.1"

from collections import Counter


def reciprocal_ranks(lists, constant=60):
    rankings = [list(keys) for keys in lists]
    sums = Counter()
    for keys in rankings:
        for place, key in enumerate(keys):
            sums[key] += (constant + 1) / (constant + 1 + place) / len(rankings)
    return [(score, key) for key, score in sums.most_common()]
