class Buckets:
    def __init__(self, rate, burst):
        self.rate, self.burst, self.full_at = rate, burst, {}

    def take(self, visitor, tokens, now):
        self.full_at = {one: moment for one, moment in self.full_at.items() if moment > now}
        full_at = self.full_at.get(visitor, now) + tokens / self.rate
        if (full_at - now) * self.rate > self.burst:
            return False
        self.full_at[visitor] = full_at
        return True
