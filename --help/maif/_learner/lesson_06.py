"""From 06_batches_solution.ipynb."""

from collections import deque
from itertools import islice
from maif.sources import closing_source

def batches_of(items, size):
    """Yield the items in lists of `size`; the last list may be shorter.

    >>> list(batches_of("ABCDEFG", 3))
    [['A', 'B', 'C'], ['D', 'E', 'F'], ['G']]
    """
    with closing_source(iter(items)) as source:
        yield from iter(lambda: list(islice(source, size)), [])

class BatchCore:
    """What waits, and the rules by which it becomes a batch.

    >>> core = BatchCore(3, max_wait=1.0)
    >>> core.offer("to", now=10.0)
    >>> core.offer("be", now=10.7)
    >>> core.next_due(), core.take(now=10.9), core.take(now=11.0)
    (11.0, [], ['to', 'be'])
    """

    def __init__(self, max_size, max_wait=None):
        self.max_size, self.max_wait = (max_size, max_wait)
        self.waiting = deque()

    def __len__(self):
        return len(self.waiting)

    def offer(self, item, now):
        self.waiting.append((item, now))

    def next_due(self):
        if len(self) >= self.max_size:
            return self.waiting[self.max_size - 1][1]
        if self.max_wait is None or not self.waiting:
            return None
        return self.waiting[0][1] + self.max_wait

    def take(self, now):
        due = self.next_due()
        return [] if due is None or now < due else self.flush()

    def flush(self):
        count = min(self.max_size, len(self))
        return [self.waiting.popleft()[0] for _ in range(count)]
