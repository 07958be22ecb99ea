"""Works with the share of the new value, and has no weight."""

TASK = "08.4"


def alpha_of(halflife):
    return 1 - 2 ** (-1 / halflife)


class Fading:
    def __init__(self, alpha):
        self.keep, self.others = 1 - alpha, 0.0
        self.mean = self.variance = 0.0

    def push(self, value):
        share = 1 / (self.others * self.keep + 1)
        self.others = 1 / share
        distance = value - self.mean
        self.mean += share * distance
        self.variance = (1 - share) * (self.variance + share * distance**2)
