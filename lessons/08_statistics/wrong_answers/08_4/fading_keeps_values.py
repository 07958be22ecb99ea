def alpha_of(halflife):
    return 1 - 0.5 ** (1 / halflife)


class Fading:
    def __init__(self, alpha):
        self.keep, self.values = 1 - alpha, []

    def push(self, value):
        self.values.append(value)

    @property
    def mean(self):
        return self.average(self.values)

    @property
    def variance(self):
        mean = self.mean
        return self.average([(value - mean) ** 2 for value in self.values])

    def average(self, numbers):
        weights = [self.keep**age for age in reversed(range(len(numbers)))]
        return sum(weight * number for weight, number in zip(weights, numbers, strict=True)) / sum(weights)
