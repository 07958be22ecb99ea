"""Counts what is missing, from the first call on."""

TASK = "10.2"


class TokenBucket:
    def __init__(self, rate, burst):
        self.rate, self.burst = rate, burst
        self.missing, self.last = 0.0, None

    def _drop_in(self, now):
        if self.last is not None:
            self.missing = max(0.0, self.missing - self.rate * (now - self.last))
        self.last = now

    def take(self, tokens, now):
        self._drop_in(now)
        if self.burst - self.missing + ROUNDING < tokens:
            return False
        self.missing += tokens
        return True

    def borrow(self, tokens, now):
        self._drop_in(now)
        self.missing += tokens
        return now + max(0.0, self.missing - self.burst) / self.rate

    def give_back(self, tokens, now):
        self._drop_in(now)
        self.missing = max(0.0, self.missing - tokens)
