class DecayingRate:
    def __init__(self, halflife, start):
        self.start, self.count = start, 0

    def push(self, count, now):
        self.count += count

    def at(self, now):
        return self.count / (now - self.start) if now > self.start else 0.0
