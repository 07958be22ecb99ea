"""Asks whether there is anything, and computes the new mean from both."""

TASK = "08.1"


class MeanAndSquares:
    def __init__(self, count=0, mean=0.0, squares=0.0):
        self.count, self.mean, self.squares = count, mean, squares

    def push(self, value):
        self.merge(MeanAndSquares(1, value))

    def merge(self, other):
        if not other.count:
            return
        if not self.count:
            self.count, self.mean, self.squares = other.count, other.mean, other.squares
            return
        n, m = self.count, other.count
        gap = other.mean - self.mean
        self.mean += gap * m / (n + m)
        self.squares += other.squares + gap**2 * n * m / (n + m)
        self.count += m
