"""Uses the distance from the old mean, and how much of it the new value adds."""

TASK = "08.1"


class MeanAndSquares:
    def __init__(self, count=0, mean=0.0, squares=0.0):
        self.count, self.mean, self.squares = count, mean, squares

    def push(self, value):
        old = value - self.mean
        self.squares += old * old * self.count / (self.count + 1)
        self.count += 1
        self.mean += old / self.count

    def merge(self, other):
        both = self.count + other.count
        share = self.count / (both + (both == 0))
        gap = self.mean - other.mean
        self.squares += other.squares + gap * gap * share * other.count
        self.mean = other.mean + gap * share
        self.count += other.count
