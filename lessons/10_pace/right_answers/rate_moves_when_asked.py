"""Fades when it is asked too, and notes the moment."""

TASK = "10.4"


class DecayingRate:
    def __init__(self, halflife, start):
        self.halflife, self.start = halflife, start
        self.state = start, 0.0

    def _fade(self, now):
        then, weight = self.state
        self.state = now, weight * 0.5 ** ((now - then) / self.halflife)
        return self.state[1]

    def push(self, count, now):
        self.state = now, self._fade(now) + count

    def at(self, now):
        weight = self._fade(now)
        return weight / weighed_seconds(now - self.start, self.halflife) if now > self.start else 0.0
