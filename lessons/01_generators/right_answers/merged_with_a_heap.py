"""A heap of items, places and sources; `ExitStack` closes."""

TASK = "01.5"

from contextlib import ExitStack
from heapq import heapify, heappop, heapreplace
from itertools import islice


def merged(*sources):
    with ExitStack() as stack:
        for source in sources:
            stack.callback(source.close)
        heads = [(item, place) for place, source in enumerate(sources) for item in islice(source, 1)]
        heapify(heads)
        while heads:
            item, place = heads[0]
            yield item
            for item in islice(sources[place], 1):
                heapreplace(heads, (item, place))
                break
            else:
                heappop(heads)
