class BatchCore:
    def __init__(self, max_size, max_wait=None):
        self.max_size, self.max_wait = max_size, max_wait
        self.batches = deque()

    def __len__(self):
        return sum(len(batch) for batch in self.batches)

    def offer(self, item, now):
        if not self.batches or len(self.batches[-1]) >= self.max_size:
            self.batches.append([])
        self.batches[-1].append((item, now))

    def next_due(self):
        if not self.batches:
            return None
        if len(self.batches[0]) >= self.max_size:
            return self.batches[0][-1][1]
        return None if self.max_wait is None else self.batches[0][0][1] + self.max_wait

    def take(self, now):
        due = self.next_due()
        return self.flush() if due is not None and now >= due else []

    def flush(self):
        return [item for item, _ in self.batches.popleft()] if self.batches else []
