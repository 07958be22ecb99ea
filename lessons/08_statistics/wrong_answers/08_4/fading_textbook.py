def alpha_of(halflife):
    return 1 - 0.5 ** (1 / halflife)


class Fading:
    def __init__(self, alpha):
        self.alpha = alpha
        self.weight = self.total = self.squares = 0.0

    def push(self, value):
        keep = 1 - self.alpha
        self.weight = keep * self.weight + 1
        self.total = keep * self.total + value
        self.squares = keep * self.squares + value * value

    @property
    def mean(self):
        return self.total / self.weight

    @property
    def variance(self):
        return self.squares / self.weight - self.mean**2
