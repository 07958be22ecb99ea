from heapq import heappop, heappush
from itertools import count


class Buckets:
    def __init__(self, rate, burst):
        self.rate, self.burst = rate, burst
        self.full_at, self.due, self.number = {}, [], count()

    def take(self, visitor, tokens, now):
        full_at = max(self.full_at.get(visitor, now), now) + tokens / self.rate
        if (full_at - now) * self.rate > self.burst:
            return False
        self.full_at[visitor] = full_at
        heappush(self.due, (full_at, next(self.number), visitor))
        while self.due and self.due[0][0] <= now:
            moment, _, gone = heappop(self.due)
            if self.full_at.get(gone) == moment:
                del self.full_at[gone]
        return True
