"""Knows the value that leaves by its size, and takes an equal one for it."""

TASK, FAILS, CAUSE = "08.3", {"08.3.lowest"}, "equal-lost"


class RollingMinimum:
    def __init__(self, size):
        self.window, self.size = deque(), size
        self.rising = deque()

    def push(self, value):
        if value != value:
            raise InvalidArgumentError("a NaN is neither smaller nor larger than anything: leave it out")
        if len(self.window) == self.size and self.window.popleft() == self.rising[0]:
            self.rising.popleft()
        self.window.append(value)
        while self.rising and self.rising[-1] >= value:
            self.rising.pop()
        self.rising.append(value)
        return self.rising[0]
