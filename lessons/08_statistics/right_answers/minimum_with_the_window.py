"""Keeps the window too, and equal values, so that it needs no numbers."""

TASK = "08.3"


class RollingMinimum:
    def __init__(self, size):
        self.window, self.size, self.rising = deque(), whole_number(1, size=size), deque()

    def push(self, value):
        if value != value:
            raise InvalidArgumentError("a NaN is neither smaller nor larger than anything: leave it out")
        self.window.append(value)
        while self.rising and value < self.rising[-1]:
            self.rising.pop()
        self.rising.append(value)
        if len(self.window) > self.size and self.window.popleft() == self.rising[0]:
            self.rising.popleft()
        return self.rising[0]
