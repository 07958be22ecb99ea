"""Keeps one number: when the bucket would be full again."""

TASK = "10.2"


class TokenBucket:
    def __init__(self, rate, burst):
        self.rate, self.burst = rate, burst
        self.full_at = -inf

    def missing(self, now):
        return max(0.0, (self.full_at - now) * self.rate)

    def spend(self, tokens, now):
        self.full_at = max(self.full_at, now) + tokens / self.rate

    def take(self, tokens, now):
        if self.missing(now) + tokens > self.burst + ROUNDING:
            return False
        self.spend(tokens, now)
        return True

    def borrow(self, tokens, now):
        self.spend(tokens, now)
        return max(now, self.full_at - self.burst / self.rate)

    def give_back(self, tokens, now):
        self.full_at -= tokens / self.rate
