"""Gets the squares from a sum of squares, less the square of the mean."""

TASK, FAILS, CAUSE = "08.1", {"08.1.digits"}, "textbook"


class MeanAndSquares:
    def __init__(self, count=0, mean=0.0, squares=0.0):
        self.count, self.mean, self.squares = count, mean, squares

    def push(self, value):
        total = self.mean * self.count + value
        of_squares = self.squares + self.count * self.mean**2 + value**2
        self.count += 1
        self.mean = total / self.count
        self.squares = of_squares - self.count * self.mean**2

    def merge(self, other):
        count = self.count + other.count
        share = other.count / (count + (count == 0))
        gap = other.mean - self.mean
        self.squares = self.squares + other.squares + gap * gap * self.count * share
        self.mean = self.mean + gap * share
        self.count = count
