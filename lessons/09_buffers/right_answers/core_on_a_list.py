"""Keeps a list, and decides policy by policy."""

TASK = "09.2"


class BufferCore:
    def __init__(self, capacity, policy="drop_oldest"):
        if policy not in POLICIES:
            raise InvalidArgumentError(policy)
        self.capacity, self.policy, self.closed = capacity, policy, False
        self._list, self._offered, self._refused, self._taken, self._most = [], 0, 0, 0, 0

    def __len__(self):
        return len(self._list)

    def has_room(self):
        return len(self) < self.capacity or self.policy != "block" or self.closed

    @property
    def stats(self):
        dropped = self._offered - self._taken - len(self)
        return BufferStats(self._offered - self._refused, dropped, self._taken, len(self), self._most)

    def offer(self, item):
        if self.closed:
            raise ClosedError("closed")
        self._offered += 1
        is_full = len(self) >= self.capacity
        if is_full and self.policy == "drop_oldest":
            del self._list[0]
        elif is_full:
            self._refused += 1
            if self.policy == "error":
                raise BufferFullError("full")
            return False
        self._list.append(item)
        self._most = max(self._most, len(self))
        return True

    def take(self, max_items):
        batch, self._list = self._list[:max_items], self._list[max_items:]
        self._taken += len(batch)
        return batch

    def is_ready(self, count):
        if self.closed or len(self) == self.capacity:
            return True
        return len(self) >= count
