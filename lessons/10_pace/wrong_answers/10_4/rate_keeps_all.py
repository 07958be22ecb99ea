class DecayingRate:
    def __init__(self, halflife, start):
        self.halflife, self.start, self.events = halflife, start, []

    def push(self, count, now):
        self.events.append((count, now))

    def at(self, now):
        if now <= self.start:
            return 0.0
        weight = sum(count * exp2(-(now - moment) / self.halflife) for count, moment in self.events)
        return weight / weighed_seconds(now - self.start, self.halflife)
