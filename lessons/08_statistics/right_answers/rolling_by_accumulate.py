"""Makes the results of what is left with `accumulate`, from the newest to the oldest."""

TASK = "08.8"

from itertools import accumulate


class Rolling:
    def __init__(self, size, combine):
        self.size, self.combine, self.front, self.back, self.total = size, combine, [], [], None

    def push(self, value):
        if len(self.front) + len(self.back) == self.size:
            if not self.front:
                self.front = list(accumulate(reversed(self.back), lambda later, earlier: self.combine(earlier, later)))
                self.back.clear()
            self.front.pop()
        self.total = self.combine(self.total, value) if self.back else value
        self.back.append(value)
        return self.combine(self.front[-1], self.total) if self.front else self.total
