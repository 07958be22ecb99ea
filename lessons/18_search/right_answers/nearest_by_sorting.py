"""Adds up all rows at once, sorts, and looks at the last distance."""

TASK = "18.2"


def hamming_distances(bits, query):
    return np.bitwise_count(bits ^ query[:, np.newaxis]).sum(axis=0, dtype=int)


def nearest_by_bits(bits, query, count):
    distances = hamming_distances(bits, query)
    order = np.argsort(distances, kind="stable")
    furthest = distances[order[: min(count, len(order))]][-1]
    within = order[distances[order] <= furthest]
    return np.sort(within[: 2 * count])
