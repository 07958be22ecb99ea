"""Lets the deque push out, and counts before it does."""

TASK = "09.2"

from itertools import islice


class BufferCore:
    def __init__(self, capacity, policy="drop_oldest"):
        self.capacity, self.policy, self.closed = capacity, policy, False
        self._items, self._counts = deque(maxlen=capacity), dict.fromkeys(("added", "dropped", "taken", "most"), 0)

    def __len__(self):
        return len(self._items)

    def has_room(self):
        return len(self._items) < self.capacity or self.policy != "block" or self.closed

    @property
    def stats(self):
        counts = self._counts
        return BufferStats(counts["added"], counts["dropped"], counts["taken"], len(self), counts["most"])

    def offer(self, item):
        if self.closed:
            raise ClosedError
        full = len(self._items) == self._items.maxlen
        self._counts["dropped"] += full
        if full and self.policy == "error":
            raise BufferFullError
        if full and self.policy in ("drop_newest", "block"):
            return False
        self._items.append(item)
        self._counts["added"] += 1
        self._counts["most"] = max(self._counts["most"], len(self))
        return True

    def take(self, max_items):
        batch = list(islice(self._items, max_items))
        for _ in batch:
            self._items.popleft()
        self._counts["taken"] += len(batch)
        return batch

    def is_ready(self, count):
        return any((self.closed, len(self) == self.capacity, len(self) >= count))
