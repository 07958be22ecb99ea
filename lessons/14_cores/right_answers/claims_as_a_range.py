"""Keeps what is left as a range."""

TASK = "14.5"

from math import ceil


class Claims:
    def __init__(self, begin, end):
        self.left = range(begin, end)

    def claim(self, position):
        if position in self.left:
            self.left = range(position + 1, self.left.stop)
            return True
        self.left = range(0)
        return False

    def split(self, keep):
        kept = ceil(len(self.left) * keep)
        self.left, given = self.left[:kept], self.left[kept:]
        return (given.start, given.stop) if given else None
