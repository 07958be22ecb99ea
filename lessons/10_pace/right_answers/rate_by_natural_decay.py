"""Fades by e and a time constant."""

TASK = "10.4"

from math import exp


class DecayingRate:
    def __init__(self, halflife, start):
        self.constant = halflife / log(2)
        self.start = self.last = start
        self.sum = 0.0

    def push(self, count, now):
        self.sum *= exp((self.last - now) / self.constant)
        self.sum += count
        self.last = now

    def at(self, now):
        seconds = self.constant * (1 - exp((self.start - now) / self.constant))
        return self.sum * exp((self.last - now) / self.constant) / seconds if now > self.start else 0.0
