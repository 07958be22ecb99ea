"""Has those who stay behind wait from the moment when the others left."""

TASK, FAILS, CAUSE = "06.3", {"06.3.due"}, "forgotten"


class BatchCore:
    def __init__(self, max_size, max_wait=None):
        self.max_size, self.max_wait = max_size, max_wait
        self.waiting = deque()

    def __len__(self):
        return len(self.waiting)

    def offer(self, item, now):
        self.waiting.append((item, now))

    def next_due(self):
        if len(self) >= self.max_size:
            return self.waiting[self.max_size - 1][1]
        return self.waiting[0][1] + self.max_wait if self.waiting and self.max_wait is not None else None

    def take(self, now):
        due = self.next_due()
        if due is None or now < due:
            return []
        batch = self.flush()
        if self.max_wait is not None:
            self.waiting = deque((item, now) for item, _ in self.waiting)
        return batch

    def flush(self):
        return [self.waiting.popleft()[0] for _ in range(min(self.max_size, len(self)))]
