from collections import OrderedDict
from heapq import heappop, heappush


class LoadShedder:
    def __init__(self, capacity):
        self.capacity, self.came = capacity, 0
        self.inside, self.heap = OrderedDict(), []

    def offer(self, item, worth):
        self.came += 1
        self.inside[self.came] = item
        heappush(self.heap, (worth, -self.came))
        if len(self.inside) > self.capacity:
            number = 0
            while number not in self.inside:
                number = -heappop(self.heap)[1]
            del self.inside[number]
        return self.came in self.inside

    def take(self, max_items):
        return [self.inside.popitem(last=False)[1] for _ in range(min(max_items, len(self.inside)))]
