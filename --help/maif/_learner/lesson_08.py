"""From 08_statistics_solution.ipynb."""

class MeanAndSquares:
    """How many values there were, their mean, and the sum of their squared distances from it.

    >>> series = MeanAndSquares()
    >>> for value in [2, 4, 9]:
    ...     series.push(value)
    >>> series.mean, series.squares / series.count
    (5.0, 8.666666666666666)
    """

    def __init__(self, count=0, mean=0.0, squares=0.0):
        self.count, self.mean, self.squares = (count, mean, squares)

    def push(self, value):
        self.count += 1
        distance = value - self.mean
        self.mean += distance / self.count
        self.squares += distance * (value - self.mean)

    def merge(self, other):
        count = self.count + other.count
        share = other.count / (count + (count == 0))
        gap = other.mean - self.mean
        self.squares = self.squares + other.squares + gap * gap * self.count * share
        self.mean = self.mean + gap * share
        self.count = count
from collections import deque
from itertools import count
from maif.arguments import whole_number
from maif.errors import InvalidArgumentError

class RollingMinimum:
    """The smallest of the last `size` values, whatever they are, as long as they have an order.

    >>> lowest = RollingMinimum(3)
    >>> [lowest.push(value) for value in [4, 2, 8, 6, 7, 5]]
    [4, 2, 2, 2, 6, 5]
    """

    def __init__(self, size):
        self.size = whole_number(1, size=size)
        self.numbers = count()
        self.rising = deque()

    def push(self, value):
        if value != value:
            raise InvalidArgumentError('a NaN is neither smaller nor larger than anything: leave it out')
        while self.rising and self.rising[-1][1] >= value:
            self.rising.pop()
        number = next(self.numbers)
        self.rising.append((number, value))
        if self.rising[0][0] <= number - self.size:
            self.rising.popleft()
        return self.rising[0][1]

def alpha_of(halflife):
    return 1 - 0.5 ** (1 / halflife)

class Fading:

    def __init__(self, alpha):
        self.alpha = alpha
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

def moved(heights, ranks, marker, step):
    """Return the height of a marker whose rank goes up or down by one.

    >>> moved([0, 1, 4, 16, 25], [0, 1, 2, 4, 5], marker=2, step=1)
    9.0
    """
    height, rank = (heights[marker], ranks[marker])
    below, above = (rank - ranks[marker - 1], ranks[marker + 1] - rank)
    fall, rise = ((height - heights[marker - 1]) / below, (heights[marker + 1] - height) / above)
    on_parabola = height + step * ((below + step) * rise + (above - step) * fall) / (below + above)
    if heights[marker - 1] < on_parabola < heights[marker + 1]:
        return on_parabola
    ahead = marker + step
    return height + (heights[ahead] - height) / abs(ranks[ahead] - rank)
