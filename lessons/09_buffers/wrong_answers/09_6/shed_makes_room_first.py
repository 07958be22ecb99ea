from bisect import bisect_left, insort
from collections import OrderedDict


class LoadShedder:
    def __init__(self, capacity):
        self.capacity, self.came = capacity, 0
        self.inside, self.ranks = OrderedDict(), []

    def offer(self, item, worth):
        self.came += 1
        if len(self.inside) == self.capacity:
            _, number = self.ranks.pop(0)
            del self.inside[-number]
        self.inside[self.came] = item, worth
        insort(self.ranks, (worth, -self.came))
        return True

    def take(self, max_items):
        batch = []
        while self.inside and len(batch) < max_items:
            number, (item, worth) = self.inside.popitem(last=False)
            del self.ranks[bisect_left(self.ranks, (worth, -number))]
            batch.append(item)
        return batch
