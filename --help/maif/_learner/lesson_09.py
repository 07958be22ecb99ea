"""From 09_buffers_solution.ipynb."""

from collections import deque
from maif.buffers.core import BufferStats
from maif.errors import BufferFullError, ClosedError, InvalidArgumentError
POLICIES = ('drop_oldest', 'drop_newest', 'block', 'error')

class BufferCore:
    """The rules of a bounded buffer of `capacity` items.

    >>> core = BufferCore(3, "drop_oldest")
    >>> [core.offer(letter) for letter in "ABCD"]
    [True, True, True, True]
    >>> core.take(2), core.take(2)
    (['B', 'C'], ['D'])
    """

    def __init__(self, capacity, policy='drop_oldest'):
        if policy not in POLICIES:
            raise InvalidArgumentError(f'policy must be one of {POLICIES}, got {policy!r}')
        self.capacity, self.policy, self.closed = (capacity, policy, False)
        self.added = self.dropped = self.taken = self.high_water_mark = 0
        self._items = deque()

    def __len__(self):
        return len(self._items)

    def has_room(self):
        """Return whether a writer should offer now, and not wait for room."""
        return len(self._items) < self.capacity or self.policy != 'block' or self.closed

    @property
    def stats(self):
        """The counts so far."""
        counts = (self.added, self.dropped, self.taken, len(self._items))
        return BufferStats(*counts, self.high_water_mark)

    def offer(self, item):
        if self.closed:
            raise ClosedError('this buffer was closed: nothing can be added any more')
        if len(self._items) >= self.capacity:
            self.dropped += 1
            if self.policy == 'error':
                raise BufferFullError(f'all {self.capacity} places are taken: read faster')
            if self.policy in ('drop_newest', 'block'):
                return False
            self._items.popleft()
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
