class MeanAndSquares:
    def __init__(self, count=0, mean=0.0, squares=0.0):
        self.own, self.others = (count, mean, squares), []

    def push(self, value):
        n, m, s = self.own
        d = value - m
        m = m + d / (n + 1)
        self.own = n + 1, m, s + d * (value - m)

    def merge(self, other):
        self.others.append(other)

    def _all(self):
        n, m, s = self.own
        for o in self.others:
            c = n + o.count
            share = o.count / (c + (c == 0))
            gap = o.mean - m
            n, m, s = c, m + gap * share, s + o.squares + gap * gap * n * share
        return n, m, s

    count = property(lambda self: self._all()[0])
    mean = property(lambda self: self._all()[1])
    squares = property(lambda self: self._all()[2])
