"""Cuts the stream into blocks of the window's size: ends of the block before, beginnings of this one."""

TASK = "08.8"


class Rolling:
    def __init__(self, size, combine):
        self.size, self.combine = size, combine
        self.block, self.ends, self.beginning = [], [], []

    def push(self, value):
        if len(self.block) == self.size:
            self.ends = [self.block.pop()]
            while self.block:
                self.ends.append(self.combine(self.block.pop(), self.ends[-1]))
            self.ends.reverse()
        self.beginning = [self.combine(self.beginning[0], value)] if self.block else [value]
        self.block.append(value)
        if self.ends:
            self.ends.pop(0)
        return self.combine(self.ends[0], self.beginning[0]) if self.ends else self.beginning[0]
