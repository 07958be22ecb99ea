"""Keeps level and moment, and asks once when a bucket may be full, anew if it is not."""

TASK = "10.7"

from heapq import heappop, heappush


class Buckets:
    def __init__(self, rate, burst):
        self.rate, self.burst, self.known, self.line, self.calls = rate, burst, {}, [], 0

    def take(self, visitor, tokens, now):
        self.calls += 1
        while self.line and self.line[0][0] <= now:
            *_, one = heappop(self.line)
            level, since = self.known[one]
            full = since + (self.burst - level) / self.rate
            if full > now:
                heappush(self.line, (full, self.calls, one))
                self.calls += 1
            else:
                del self.known[one]
        level, since = self.known.get(visitor, (self.burst, now))
        level += (now - since) * self.rate
        if level < tokens:
            return False
        if visitor not in self.known:
            heappush(self.line, (now + tokens / self.rate, self.calls, visitor))
        self.known[visitor] = level - tokens, now
        return True
