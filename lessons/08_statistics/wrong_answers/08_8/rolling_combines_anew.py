from collections import deque
from functools import reduce


class Rolling:
    def __init__(self, size, combine):
        self.window, self.combine = deque(maxlen=size), combine

    def push(self, value):
        self.window.append(value)
        return reduce(self.combine, self.window)
