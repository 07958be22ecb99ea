"""Finds the distance with a partition, and packs the rest into lists."""

TASK = "18.2"


def hamming_distances(bits, query):
    return np.array(
        [sum(int(word ^ other).bit_count() for word, other in zip(vector, query, strict=True)) for vector in bits.T]
    )


def nearest_by_bits(bits, query, count):
    distances = hamming_distances(bits, query)
    enough = min(count, len(distances))
    furthest = np.partition(distances, enough - 1)[enough - 1]
    room = 2 * count - int((distances < furthest).sum())
    kept = []
    for number, distance in enumerate(distances.tolist()):
        if distance < furthest:
            kept.append(number)
        elif distance == furthest and room > 0:
            kept.append(number)
            room -= 1
    return np.array(kept)
