"""Marks where the front is, and frees nothing in front of it."""

TASK, FAILS, CAUSE = "08.3", {"08.3.held"}, "grows"


class RollingMinimum:
    def __init__(self, size):
        self.size, self.pushed, self.front, self.rising = size, 0, 0, []

    def push(self, value):
        if value != value:
            raise InvalidArgumentError("a NaN is neither smaller nor larger than anything: leave it out")
        while len(self.rising) > self.front and self.rising[-1][1] >= value:
            self.rising.pop()
        self.rising.append((self.pushed, value))
        if self.rising[self.front][0] <= self.pushed - self.size:
            self.front += 1
        self.pushed += 1
        return self.rising[self.front][1]
