"""Starts at the first value, and goes on with alpha."""

TASK, FAILS, CAUSE = "08.4", {"08.4.mean", "08.4.variance"}, {"08.4.mean": "from-first", "08.4.variance": "mean"}


def alpha_of(halflife):
    return 1 - 0.5 ** (1 / halflife)


class Fading:
    def __init__(self, alpha):
        self.alpha = alpha
        self.mean, self.variance = None, 0.0

    def push(self, value):
        if self.mean is None:
            self.mean = value
        distance = value - self.mean
        self.mean += self.alpha * distance
        self.variance = (1 - self.alpha) * (self.variance + self.alpha * distance * distance)
