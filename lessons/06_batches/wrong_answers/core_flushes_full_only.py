"""Believes that only full batches may leave."""

TASK, FAILS = "06.3", {"06.3.full", "06.3.due"}
CAUSE = {"06.3.full": "flush-waits"}


class BatchCore:
    def __init__(self, max_size, max_wait=None):
        self.max_size, self.max_wait = max_size, max_wait
        self.waiting = deque()

    def __len__(self):
        return len(self.waiting)

    def offer(self, item, now):
        self.waiting.append((item, now))

    def next_due(self):
        return self.waiting[self.max_size - 1][1] if len(self) >= self.max_size else None

    def take(self, now):
        return self.flush()

    def flush(self):
        if len(self) < self.max_size:
            return []
        return [self.waiting.popleft()[0] for _ in range(self.max_size)]
