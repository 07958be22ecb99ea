"""A list of the first items, in the order of the sources, with a mark for those that have ended."""

TASK = "01.5"

ENDED = object()


def merged(*sources):
    try:
        heads = [next(source, ENDED) for source in sources]
        while True:
            best = None
            for place, item in enumerate(heads):
                if item is not ENDED and (best is None or item < heads[best]):
                    best = place
            if best is None:
                return
            yield heads[best]
            heads[best] = next(sources[best], ENDED)
    finally:
        for source in sources:
            source.close()
