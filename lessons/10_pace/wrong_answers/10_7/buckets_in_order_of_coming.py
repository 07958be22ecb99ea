class Buckets:
    def __init__(self, rate, burst):
        self.rate, self.burst, self.full_at = rate, burst, {}

    def take(self, visitor, tokens, now):
        while self.full_at and self.full_at[first := next(iter(self.full_at))] <= now:
            del self.full_at[first]
        full_at = max(self.full_at.get(visitor, now), now) + tokens / self.rate
        if (full_at - now) * self.rate > self.burst:
            return False
        self.full_at.pop(visitor, None)
        self.full_at[visitor] = full_at
        return True
