from functools import reduce

window = []


class Rolling:
    def __init__(self, size, combine):
        self.size, self.combine = size, combine
        window.clear()

    def push(self, value):
        window.append(value)
        del window[: -self.size]
        return reduce(self.combine, window)
