"""Keeps items and moments apart."""

TASK = "06.3"


class BatchCore:
    def __init__(self, max_size, max_wait=None):
        self.max_size, self.max_wait = max_size, max_wait
        self._items, self._moments = deque(), deque()

    def __len__(self):
        return len(self._items)

    def offer(self, item, now):
        self._items.append(item)
        self._moments.append(now)

    def next_due(self):
        if len(self._items) >= self.max_size:
            return self._moments[self.max_size - 1]
        if not self._items or self.max_wait is None:
            return None
        return self._moments[0] + self.max_wait

    def take(self, now):
        due = self.next_due()
        if due is not None and due <= now:
            return self.flush()
        return []

    def flush(self):
        batch = []
        while self._items and len(batch) < self.max_size:
            batch.append(self._items.popleft())
            self._moments.popleft()
        return batch
