"""Works out when an item is due while it is offered, by the `max_wait` of that moment."""

TASK, FAILS = "06.3", {"06.3.due"}
CAUSE = "wait-fixed"


class BatchCore:
    def __init__(self, max_size, max_wait=None):
        self.max_size, self.max_wait = max_size, max_wait
        self.waiting = deque()

    def __len__(self):
        return len(self.waiting)

    def offer(self, item, now):
        self.waiting.append((item, now, None if self.max_wait is None else now + self.max_wait))

    def next_due(self):
        if len(self) >= self.max_size:
            return self.waiting[self.max_size - 1][1]
        return self.waiting[0][2] if self.waiting else None

    def take(self, now):
        due = self.next_due()
        return [] if due is None or now < due else self.flush()

    def flush(self):
        return [self.waiting.popleft()[0] for _ in range(min(self.max_size, len(self)))]
