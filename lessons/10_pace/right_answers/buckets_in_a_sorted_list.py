"""Keeps the moments in a sorted list, and the visitors of each moment beside it."""

TASK = "10.7"

from bisect import insort


class Buckets:
    def __init__(self, rate, burst):
        self.rate, self.burst, self.full_at, self.moments, self.at = rate, burst, {}, [], {}

    def take(self, visitor, tokens, now):
        while self.moments and self.moments[0] <= now:
            for one in self.at.pop(self.moments.pop(0)):
                del self.full_at[one]
        full_at = self.full_at.get(visitor, now)
        later = full_at + tokens / self.rate
        if later - now > self.burst / self.rate:
            return False
        if visitor in self.full_at:
            self.at[full_at].discard(visitor)
        self.full_at[visitor] = later
        if later not in self.at:
            insort(self.moments, later)
        self.at.setdefault(later, set()).add(visitor)
        return True
