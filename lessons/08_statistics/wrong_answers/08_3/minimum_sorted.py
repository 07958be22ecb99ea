from bisect import bisect_left, insort


class RollingMinimum:
    def __init__(self, size):
        self.size, self.window, self.ordered = whole_number(1, size=size), deque(), []

    def push(self, value):
        if value != value:
            raise InvalidArgumentError("a NaN is neither smaller nor larger than anything: leave it out")
        if len(self.window) == self.size:
            del self.ordered[bisect_left(self.ordered, self.window.popleft())]
        self.window.append(value)
        insort(self.ordered, value)
        return self.ordered[0]
