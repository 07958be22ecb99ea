"""Looks at `max_size` once."""

TASK, FAILS, CAUSE = "06.3", {"06.3.full"}, "size-fixed"


class BatchCore:
    def __init__(self, max_size, max_wait=None):
        self.size, self.max_wait = max_size, max_wait
        self.waiting = deque()

    def __len__(self):
        return len(self.waiting)

    def offer(self, item, now):
        self.waiting.append((item, now))

    def next_due(self):
        if len(self) >= self.size:
            return self.waiting[self.size - 1][1]
        return self.waiting[0][1] + self.max_wait if self.waiting and self.max_wait is not None else None

    def take(self, now):
        due = self.next_due()
        return [] if due is None or now < due else self.flush()

    def flush(self):
        return [self.waiting.popleft()[0] for _ in range(min(self.size, len(self)))]
