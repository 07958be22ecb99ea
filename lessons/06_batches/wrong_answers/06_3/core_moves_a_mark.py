class BatchCore:
    def __init__(self, max_size, max_wait=None):
        self.max_size, self.max_wait = max_size, max_wait
        self.pairs, self.mark = [], 0

    def __len__(self):
        return len(self.pairs) - self.mark

    def offer(self, item, now):
        self.pairs.append((item, now))

    def next_due(self):
        if len(self) >= self.max_size:
            return self.pairs[self.mark + self.max_size - 1][1]
        return self.pairs[self.mark][1] + self.max_wait if len(self) and self.max_wait is not None else None

    def take(self, now):
        due = self.next_due()
        return [] if due is None or now < due else self.flush()

    def flush(self):
        start, self.mark = self.mark, min(self.mark + self.max_size, len(self.pairs))
        return [item for item, _ in self.pairs[start : self.mark]]
