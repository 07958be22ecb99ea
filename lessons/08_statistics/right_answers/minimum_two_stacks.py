"""A queue of two stacks, each of which knows its smallest value."""

TASK = "08.3"


class RollingMinimum:
    def __init__(self, size):
        self.size = whole_number(1, size=size)
        self.older, self.newer = [], []
        self.smallest_newer = None

    def push(self, value):
        if value != value:
            raise InvalidArgumentError("a NaN is neither smaller nor larger than anything: leave it out")
        if len(self.older) + len(self.newer) == self.size:
            if not self.older:
                smallest = self.newer[-1]
                for old in reversed(self.newer):
                    smallest = min(old, smallest)
                    self.older.append(smallest)
                self.newer, self.smallest_newer = [], None
            self.older.pop()
        self.newer.append(value)
        if self.smallest_newer is None or value < self.smallest_newer:
            self.smallest_newer = value
        return min(self.older[-1], self.smallest_newer) if self.older else self.smallest_newer
