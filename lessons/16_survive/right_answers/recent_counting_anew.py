"""Counts the bytes anew when asked."""

TASK = "16.5"

from collections import OrderedDict


class LeastRecent:
    def __init__(self, max_size):
        self.max_size = max_size
        self.values = OrderedDict()
        self.sizes = {}

    @property
    def size(self):
        return sum(self.sizes.values())

    def put(self, key, value, size):
        self.values[key] = value
        self.sizes[key] = size
        self.values.move_to_end(key)
        left = []
        while self.size > self.max_size:
            cold, *_ = self.values
            left.append((cold, self.values.pop(cold)))
            del self.sizes[cold]
        return left

    def get(self, key):
        if key not in self.values:
            raise KeyError(key)
        self.values.move_to_end(key)
        return self.values[key]

    def pop(self, key):
        del self.sizes[key]
        return self.values.pop(key)
