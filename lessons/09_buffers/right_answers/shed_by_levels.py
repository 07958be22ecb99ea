"""Keeps the worths that there are in an order, and a line of numbers for each."""

from bisect import bisect_left, insort
from collections import OrderedDict, deque

TASK = "09.6"


class LoadShedder:
    def __init__(self, capacity):
        self.capacity, self.number = capacity, 0
        self.entries, self.worths, self.lines = OrderedDict(), [], {}

    def offer(self, item, worth):
        self.number += 1
        self.entries[self.number] = item, worth
        if worth not in self.lines:
            insort(self.worths, worth)
            self.lines[worth] = deque()
        self.lines[worth].append(self.number)
        if len(self.entries) > self.capacity:
            least = self.worths[0]
            del self.entries[self.lines[least].pop()]
            self.forget(least)
        return self.number in self.entries

    def take(self, max_items):
        batch = []
        for _ in range(min(max_items, len(self.entries))):
            _, (item, worth) = self.entries.popitem(last=False)
            self.lines[worth].popleft()
            self.forget(worth)
            batch.append(item)
        return batch

    def forget(self, worth):
        if not self.lines[worth]:
            del self.lines[worth]
            del self.worths[bisect_left(self.worths, worth)]
