"""Borrows, and gives back what it may not have."""

TASK = "10.2"


class TokenBucket:
    def __init__(self, rate, burst):
        self.rate, self.burst = rate, burst
        self.known = -inf, burst

    def level(self, now):
        moment, level = self.known
        return min(self.burst, level + (now - moment) * self.rate)

    def borrow(self, tokens, now):
        self.known = now, self.level(now) - tokens
        return now + max(0.0, -self.known[1] / self.rate)

    def take(self, tokens, now):
        if self.level(now) + ROUNDING >= tokens:
            self.borrow(tokens, now)
            return True
        return False

    def give_back(self, tokens, now):
        self.known = now, min(self.burst, self.level(now) + tokens)
