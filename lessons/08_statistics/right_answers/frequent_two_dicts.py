"""Keeps counts and errors apart."""

TASK = "08.7"


def frequent(items, k):
    counts, errors = {}, {}
    for item in items:
        if item in counts:
            counts[item] += 1
        elif len(counts) < k:
            counts[item], errors[item] = 1, 0
        else:
            rarest = min(counts, key=counts.__getitem__)
            errors[item] = counts.pop(rarest)
            del errors[rarest]
            counts[item] = errors[item] + 1
    return {item: (counts[item], errors[item]) for item in counts}
