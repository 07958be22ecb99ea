"""Removes items, and keeps the moments in which they came."""

TASK, FAILS, CAUSE = "06.3", {"06.3.flat"}, "moments"


class BatchCore:
    def __init__(self, max_size, max_wait=None):
        self.max_size, self.max_wait = max_size, max_wait
        self.waiting, self.moments, self.taken = deque(), [], 0

    def __len__(self):
        return len(self.waiting)

    def offer(self, item, now):
        self.waiting.append(item)
        self.moments.append(now)

    def next_due(self):
        if len(self) >= self.max_size:
            return self.moments[self.taken + self.max_size - 1]
        return self.moments[self.taken] + self.max_wait if self.waiting and self.max_wait is not None else None

    def take(self, now):
        due = self.next_due()
        return [] if due is None or now < due else self.flush()

    def flush(self):
        count = min(self.max_size, len(self))
        self.taken += count
        return [self.waiting.popleft() for _ in range(count)]
