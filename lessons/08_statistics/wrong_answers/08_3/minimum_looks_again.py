class RollingMinimum:
    def __init__(self, size):
        self.size = whole_number(1, size=size)
        self.window = deque()
        self.smallest = None

    def push(self, value):
        if value != value:
            raise InvalidArgumentError("a NaN is neither smaller nor larger than anything: leave it out")
        self.window.append(value)
        left = self.window.popleft() if len(self.window) > self.size else None
        if left is not None and left == self.smallest:
            self.smallest = min(self.window)
        elif self.smallest is None or value < self.smallest:
            self.smallest = value
        return self.smallest
