"""From 10_pace_solution.ipynb."""

from math import inf
ROUNDING = 1e-09

class TokenBucket:
    """Holds at most `burst` tokens, starts full, gets `rate` a second, and may owe some.

    >>> bucket = TokenBucket(rate=2, burst=3)
    >>> [bucket.take(1, now=0.0) for _ in range(4)]
    [True, True, True, False]
    >>> bucket.borrow(1, now=0.0), bucket.borrow(1, now=0.0)
    (0.5, 1.0)
    """

    def __init__(self, rate, burst):
        self.rate, self.burst = (rate, burst)
        self.level, self.updated = (burst, -inf)

    def take(self, tokens, now):
        self.fill(now)
        enough = self.level >= tokens - ROUNDING
        if enough:
            self.level -= tokens
        return enough

    def borrow(self, tokens, now):
        self.fill(now)
        self.level -= tokens
        return max(now, now - self.level / self.rate)

    def give_back(self, tokens, now):
        self.fill(now)
        self.level = min(self.burst, self.level + tokens)

    def fill(self, now):
        self.level = min(self.burst, self.level + (now - self.updated) * self.rate)
        self.updated = now
from math import sqrt

def next_size(size, seconds, target, smallest, largest):
    """Return the size that follows a batch of `size` items which took `seconds`.

    >>> next_size(16, seconds=4.0, target=1.0, smallest=1, largest=100)
    8.0
    """
    growth = min(2.0, sqrt(target / seconds)) if seconds else 2.0
    return max(smallest, min(size * growth, largest))
from math import exp2, expm1, log
from maif.errors import InvalidArgumentError

def weighed_seconds(seconds, halflife):
    """Return the last `seconds` seconds, where those that lie `halflife` back count half."""
    return -expm1(-seconds * log(2) / halflife) * halflife / log(2)

class DecayingRate:
    """Events a second, where what lies `halflife` seconds back counts half.

    >>> rate = DecayingRate(halflife=10, start=0.0)
    >>> for second in range(1, 61):
    ...     rate.push(5, now=second)
    >>> round(rate.at(60), 1), round(rate.at(70), 1)
    (5.2, 2.6)
    """

    def __init__(self, halflife, start):
        if not halflife > 0:
            raise InvalidArgumentError(f'halflife must be above 0 seconds, got {halflife!r}')
        self.halflife, self.start = (halflife, start)
        self.weight, self.updated = (0.0, start)

    def push(self, count, now):
        """Take `count` events that happen at `now`."""
        self.weight = self.faded(now) + count
        self.updated = now

    def at(self, now):
        """Return the events a second, as of `now`; 0 at the very start."""
        if now <= self.start:
            return 0.0
        return self.faded(now) / weighed_seconds(now - self.start, self.halflife)

    def faded(self, now):
        return self.weight * exp2(-(now - self.updated) / self.halflife)
from maif.sources import closing_source

def paced(source, wait):
    """Yield the items, after a `wait()` for each; the source is closed at the end."""
    with closing_source(source):
        for item in source:
            wait()
            yield item
