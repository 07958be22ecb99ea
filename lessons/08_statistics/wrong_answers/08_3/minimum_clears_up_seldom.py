class RollingMinimum:
    def __init__(self, size):
        self.size, self.pushed, self.start, self.rising = whole_number(1, size=size), 0, 0, []

    def push(self, value):
        if value != value:
            raise InvalidArgumentError("a NaN has no place in an order")
        while len(self.rising) > self.start and self.rising[-1][1] >= value:
            self.rising.pop()
        self.rising.append((self.pushed, value))
        self.pushed += 1
        if self.rising[self.start][0] < self.pushed - self.size:
            self.start += 1
        if self.start > 3 * self.size:
            del self.rising[: self.start]
            self.start = 0
        return self.rising[self.start][1]
