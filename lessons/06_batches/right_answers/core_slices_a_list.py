"""Keeps pairs in a list, and cuts it."""

TASK = "06.3"


class BatchCore:
    def __init__(self, max_size, max_wait=None):
        self.max_size = max_size
        self.max_wait = max_wait
        self.pairs = []

    def __len__(self):
        return len(self.pairs)

    def offer(self, item, now):
        self.pairs.append((item, now))

    def next_due(self):
        if len(self.pairs) >= self.max_size:
            return self.pairs[self.max_size - 1][1]
        if self.pairs and self.max_wait is not None:
            return self.pairs[0][1] + self.max_wait
        return None

    def take(self, now):
        due = self.next_due()
        return [] if due is None or due > now else self.flush()

    def flush(self):
        batch, self.pairs = self.pairs[: self.max_size], self.pairs[self.max_size :]
        return [item for item, _ in batch]
