"""Takes the mean of the queries, which have as many nearest each."""

TASK = "18.3"


def share_found(bits, signs, nearest, rescored):
    if nearest.size == 0:
        return 1.0
    total = 0
    for number in range(len(nearest)):
        candidates = nearest_by_bits(bits, signs[:, number], rescored)
        total += np.isin(nearest[number], candidates).mean()
    return total / len(nearest)


rescored = 6 * 50
