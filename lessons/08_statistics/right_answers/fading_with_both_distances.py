"""Multiplies the two distances, as Welford does."""

TASK = "08.4"

import math


def alpha_of(halflife):
    return -math.expm1(math.log(0.5) / halflife)


class Fading:
    def __init__(self, alpha):
        self._keep = 1.0 - alpha
        self._weight = self._squares = 0.0
        self.mean = 0.0

    def push(self, value):
        self._weight = self._weight * self._keep + 1
        old = value - self.mean
        self.mean = self.mean + old / self._weight
        self._squares = self._squares * self._keep + old * (value - self.mean)

    @property
    def variance(self):
        return self._squares / self._weight
