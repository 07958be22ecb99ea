"""Keeps when batches began apart from what is in them."""

from collections import OrderedDict, defaultdict

TASK = "06.6"


class BatchesByKey:
    def __init__(self, max_size, max_wait):
        self.size, self.patience = max_size, max_wait
        self.began, self.items = OrderedDict(), defaultdict(list)

    def offer(self, key, item, now):
        batch = self.items[key]
        if not batch:
            self.began[key] = now
        batch.append(item)
        if len(batch) < self.size:
            return None
        del self.began[key]
        return self.items.pop(key)

    def next_due(self):
        return next(iter(self.began.values())) + self.patience if self.began else None

    def take(self, now):
        left = []
        while self.began:
            key, began = next(iter(self.began.items()))
            if now < began + self.patience:
                break
            del self.began[key]
            left.append((key, self.items.pop(key)))
        return left
