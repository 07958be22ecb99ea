class TokenBucket:
    def __init__(self, rate, burst):
        self.rate, self.burst = rate, burst
        self.taken, self.borrowed = (burst, -inf), (burst, -inf)

    def filled(self, level, updated, now):
        return min(self.burst, level + (now - updated) * self.rate)

    def take(self, tokens, now):
        level = self.filled(*self.taken, now)
        enough = level >= tokens - ROUNDING
        self.taken = level - tokens * enough, now
        return enough

    def borrow(self, tokens, now):
        level = self.filled(*self.borrowed, now) - tokens
        self.borrowed = level, now
        return now if level >= -ROUNDING else now - level / self.rate

    def give_back(self, tokens, now):
        self.taken = min(self.burst, self.filled(*self.taken, now) + tokens), now
