from heapq import merge


def merged(*sources):
    yield from merge(*sources)
