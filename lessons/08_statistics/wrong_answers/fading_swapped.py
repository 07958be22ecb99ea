"""Keeps alpha of each weight."""

TASK, FAILS, CAUSE = "08.4", {"08.4.mean", "08.4.variance"}, {"08.4.mean": "swapped", "08.4.variance": "mean"}


def alpha_of(halflife):
    return 1 - 0.5 ** (1 / halflife)


class Fading:
    def __init__(self, alpha):
        self.alpha = 1 - alpha
        self.weight = self.mean = self.squares = 0.0

    def push(self, value):
        faded = (1 - self.alpha) * self.weight
        self.weight = faded + 1
        distance = value - self.mean
        self.mean += distance / self.weight
        self.squares = (1 - self.alpha) * self.squares + distance * distance * faded / self.weight

    @property
    def variance(self):
        return self.squares / self.weight
