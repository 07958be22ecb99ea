"""Sorts numbers alone, by the worths of their items."""

from bisect import bisect_left, insort

TASK = "09.6"


class LoadShedder:
    def __init__(self, capacity):
        self.capacity, self.next, self.entries, self.ranks = capacity, 0, {}, []

    def rank(self, number):
        return self.entries[number][1], -number

    def offer(self, item, worth):
        number, self.next = self.next, self.next + 1
        self.entries[number] = item, worth
        insort(self.ranks, number, key=self.rank)
        if len(self.ranks) <= self.capacity:
            return True
        weakest = self.ranks.pop(0)
        del self.entries[weakest]
        return weakest != number

    def take(self, max_items):
        batch = []
        for number in list(self.entries)[:max_items]:
            self.ranks.pop(bisect_left(self.ranks, self.rank(number), key=self.rank))
            batch.append(self.entries.pop(number)[0])
        return batch
