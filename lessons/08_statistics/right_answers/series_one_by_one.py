"""Merges a series of one value at each push, and moves both means to the common one."""

TASK = "08.1"


class MeanAndSquares:
    def __init__(self, count=0, mean=0.0, squares=0.0):
        self.count, self.mean, self.squares = count, mean, squares

    def push(self, value):
        self.merge(MeanAndSquares(1, value))

    def merge(self, other):
        n, m = self.count, other.count
        empty = 1 * (n + m == 0)
        mean = self.mean + (other.mean - self.mean) * m / (n + m + empty)
        self.squares = self.squares + n * (mean - self.mean) ** 2 + other.squares + m * (mean - other.mean) ** 2
        self.count, self.mean = n + m, mean
