from bisect import bisect_left, insort
from itertools import count


class BatchesByKey:
    def __init__(self, max_size, max_wait):
        self.max_size, self.max_wait = max_size, max_wait
        self.batches, self.order, self.number = {}, [], count()

    def offer(self, key, item, now):
        if key not in self.batches:
            place = (now, next(self.number))
            self.batches[key] = place, []
            insort(self.order, (*place, key))
        place, items = self.batches[key]
        items.append(item)
        if len(items) == self.max_size:
            del self.batches[key]
            del self.order[bisect_left(self.order, place)]
            return items
        return None

    def next_due(self):
        return self.order[0][0] + self.max_wait if self.order else None

    def take(self, now):
        left = []
        while self.order and self.order[0][0] + self.max_wait <= now:
            _, _, key = self.order.pop(0)
            left.append((key, self.batches.pop(key)[1]))
        return left
