class BatchesByKey:
    def __init__(self, max_size, max_wait):
        self.max_size, self.max_wait = max_size, max_wait
        self.waiting = {}

    def offer(self, key, item, now):
        since, items = self.waiting.get(key, (now, []))
        items = [*items, item]
        self.waiting[key] = since if len(items) > 1 else now, items
        if len(items) == self.max_size:
            self.waiting[key] = now, []
            return items
        return None

    def next_due(self):
        for since, items in self.waiting.values():
            if items:
                return since + self.max_wait
        return None

    def take(self, now):
        left = []
        for key, (since, items) in self.waiting.items():
            if items and since + self.max_wait <= now:
                left.append((key, items))
                self.waiting[key] = now, []
        return left
