"""Halves the error in orders of magnitude."""

TASK = "10.3"

from math import exp, log


def next_size(size, seconds, target, smallest, largest):
    error = log(target) - log(seconds) if seconds > 0 else log(4)
    return min(max(size * exp(min(error / 2, log(2))), smallest), largest)
