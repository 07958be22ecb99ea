"""Adds up squares of values when two halves meet."""

TASK, FAILS, CAUSE = "08.1", {"08.1.digits"}, "textbook-merge"


class MeanAndSquares:
    def __init__(self, count=0, mean=0.0, squares=0.0):
        self.count, self.mean, self.squares = count, mean, squares

    def push(self, value):
        self.count += 1
        distance = value - self.mean
        self.mean += distance / self.count
        self.squares += distance * (value - self.mean)

    def merge(self, other):
        count = self.count + other.count
        mean = (self.count * self.mean + other.count * other.mean) / (count + (count == 0))
        of_squares = self.squares + self.count * self.mean**2 + other.squares + other.count * other.mean**2
        self.count, self.mean, self.squares = count, mean, of_squares - count * mean**2
