"""Believes that only time makes a batch due."""

TASK, FAILS = "06.3", {"06.3.full", "06.3.due", "06.3.flat"}
CAUSE = {"06.3.full": "full-unknown"}


class BatchCore:
    def __init__(self, max_size, max_wait=None):
        self.max_size, self.max_wait = max_size, max_wait
        self.waiting = deque()

    def __len__(self):
        return len(self.waiting)

    def offer(self, item, now):
        self.waiting.append((item, now))

    def next_due(self):
        if self.waiting and self.max_wait is not None:
            return self.waiting[0][1] + self.max_wait
        return None

    def take(self, now):
        due = self.next_due()
        return [] if due is None or now < due else self.flush()

    def flush(self):
        return [self.waiting.popleft()[0] for _ in range(min(self.max_size, len(self.waiting)))]
