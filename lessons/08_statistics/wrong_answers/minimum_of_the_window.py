"""Looks through the window at each push."""

TASK, FAILS, CAUSE = "08.3", {"08.3.compared"}, "window"


class RollingMinimum:
    def __init__(self, size):
        self.window = deque(maxlen=size)

    def push(self, value):
        if value != value:
            raise InvalidArgumentError("a NaN is neither smaller nor larger than anything: leave it out")
        self.window.append(value)
        return min(self.window)
