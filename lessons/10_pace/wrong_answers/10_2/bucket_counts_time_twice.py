class TokenBucket:
    def __init__(self, rate, burst):
        self.rate, self.burst = rate, burst
        self.level, self.updated = burst, -inf

    def take(self, tokens, now):
        self.level = min(self.burst, self.level + (now - self.updated) * self.rate)
        if self.level < tokens - ROUNDING:
            return False
        self.level -= tokens
        self.updated = now
        return True

    def borrow(self, tokens, now):
        self.level = min(self.burst, self.level + (now - self.updated) * self.rate) - tokens
        self.updated = now
        return now if self.level >= -ROUNDING else now - self.level / self.rate

    def give_back(self, tokens, now):
        self.level = min(self.burst, self.level + tokens)
