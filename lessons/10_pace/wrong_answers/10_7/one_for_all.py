class Buckets:
    def __init__(self, rate, burst):
        self.rate, self.burst, self.full_at = rate, burst, None

    def take(self, visitor, tokens, now):
        full_at = (now if self.full_at is None else max(self.full_at, now)) + tokens / self.rate
        if (full_at - now) * self.rate > self.burst:
            return False
        self.full_at = full_at
        return True
