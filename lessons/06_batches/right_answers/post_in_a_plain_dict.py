"""Knows when each batch is due, and takes the first from a plain dict."""

TASK = "06.6"


class BatchesByKey:
    def __init__(self, max_size, max_wait):
        self.max_size, self.max_wait, self.batches = max_size, max_wait, {}

    def offer(self, key, item, now):
        if key not in self.batches:
            self.batches[key] = now + self.max_wait, []
        items = self.batches[key][1]
        items.append(item)
        return self.batches.pop(key)[1] if len(items) >= self.max_size else None

    def next_due(self):
        return next((due for due, _ in self.batches.values()), None)

    def take(self, now):
        keys = []
        for key, (due, _) in self.batches.items():
            if due > now:
                break
            keys.append(key)
        return [(key, self.batches.pop(key)[1]) for key in keys]
