"""Deletes and puts again, and takes the first with popitem."""

TASK = "16.5"

from collections import OrderedDict


class LeastRecent:
    def __init__(self, max_size):
        self.max_size, self.size = max_size, 0
        self.values, self.sizes = OrderedDict(), {}

    def put(self, key, value, size):
        if key in self.values:
            self.pop(key)
        self.values[key], self.sizes[key] = value, size
        self.size += size
        left = []
        while self.size > self.max_size:
            entry = self.values.popitem(last=False)
            self.size -= self.sizes.pop(entry[0])
            left += [entry]
        return left

    def get(self, key):
        value = self.values.pop(key)
        self.values[key] = value
        return value

    def pop(self, key):
        value = self.values.pop(key)
        self.size -= self.sizes.pop(key)
        return value
