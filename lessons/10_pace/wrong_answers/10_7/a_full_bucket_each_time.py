class Buckets:
    def __init__(self, rate, burst):
        self.burst = burst

    def take(self, visitor, tokens, now):
        return tokens <= self.burst
