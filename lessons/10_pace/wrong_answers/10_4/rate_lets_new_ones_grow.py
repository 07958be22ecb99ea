class DecayingRate:
    def __init__(self, halflife, start):
        self.halflife, self.start, self.weight = halflife, start, 0.0

    def push(self, count, now):
        self.weight += count * exp2((now - self.start) / self.halflife)

    def at(self, now):
        if now <= self.start:
            return 0.0
        weight = self.weight / exp2((now - self.start) / self.halflife)
        return weight / weighed_seconds(now - self.start, self.halflife)
