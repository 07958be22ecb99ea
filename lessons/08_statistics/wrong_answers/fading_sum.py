"""Adds up weighted values, and does not divide."""

TASK, FAILS, CAUSE = "08.4", {"08.4.mean"}, "sum"


def alpha_of(halflife):
    return 1 - 0.5 ** (1 / halflife)


class Fading:
    def __init__(self, alpha):
        self.alpha = alpha
        self.weight = self.mean = self.center = self.squares = 0.0

    def push(self, value):
        faded = (1 - self.alpha) * self.weight
        self.weight = faded + 1
        distance = value - self.center
        self.center += distance / self.weight
        self.mean = (1 - self.alpha) * self.mean + value
        self.squares = (1 - self.alpha) * self.squares + distance * distance * faded / self.weight

    @property
    def variance(self):
        return self.squares / self.weight
