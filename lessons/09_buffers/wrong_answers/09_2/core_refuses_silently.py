class BufferCore:
    def __init__(self, capacity, policy="drop_oldest"):
        self.capacity, self.policy, self.closed = capacity, policy, False
        self.added = self.dropped = self.taken = self.high_water_mark = 0
        self._items = deque()

    def __len__(self):
        return len(self._items)

    @property
    def stats(self):
        return BufferStats(self.added, self.dropped, self.taken, len(self._items), self.high_water_mark)

    def offer(self, item):
        if self.closed:
            raise ClosedError("closed")
        if len(self._items) == self.capacity:
            if self.policy == "error":
                raise BufferFullError("full")
            if self.policy != "drop_oldest":
                return False
            self._items.popleft()
            self.dropped += 1
        self._items.append(item)
        self.added += 1
        self.high_water_mark = max(self.high_water_mark, len(self._items))
        return True

    def take(self, max_items):
        batch = [self._items.popleft() for _ in range(min(max_items, len(self._items)))]
        self.taken += len(batch)
        return batch

    def is_ready(self, count):
        return len(self._items) >= min(count, self.capacity) or self.closed
