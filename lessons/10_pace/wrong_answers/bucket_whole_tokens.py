"""Adds whole tokens, and forgets the rest of the time."""

TASK, FAILS = "10.2", {"10.2.take", "10.2.borrow", "10.2.exact"}
CAUSE = {"10.2.take": "part-lost", "10.2.exact": "more-than-rounding"}


class Bucket:
    def __init__(self, rate, burst):
        self.rate, self.burst = rate, burst
        self.level, self.updated = burst, None

    def take(self, tokens, now):
        self.fill(now)
        enough = self.level >= tokens - ROUNDING
        if enough:
            self.level -= tokens
        return enough

    def borrow(self, tokens, now):
        self.fill(now)
        self.level -= tokens
        return now if self.level >= -ROUNDING else now - self.level / self.rate

    def give_back(self, tokens, now):
        self.fill(now)
        self.level = min(self.burst, self.level + tokens)

    def fill(self, now):
        if self.updated is not None:
            self.level = min(self.burst, self.level + int((now - self.updated) * self.rate))
        self.updated = now
