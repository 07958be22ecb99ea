"""Keeps who is in flight apart from who waits."""

TASK = "12.2"


class CallQueue:
    def __init__(self, max_in_flight, max_ahead, ordered):
        self.max_in_flight, self.max_ahead, self.ordered = max_in_flight, max_ahead, ordered
        self.line, self.ended = [], []

    @property
    def in_flight(self):
        return len(self.line) - len(self.ended)

    @property
    def ahead(self):
        return len(self.line)

    def has_room(self):
        return self.in_flight < self.max_in_flight and len(self.line) < self.max_ahead

    def begin(self, call):
        self.line.append(call)

    def finish(self, call):
        call.done = True
        self.ended.append(call)

    def has_result(self):
        return bool(self.line and self.line[0].done) if self.ordered else bool(self.ended)

    def take(self):
        call = self.line[0] if self.ordered else self.ended[0]
        for calls in (self.line, self.ended):
            del calls[next(number for number, other in enumerate(calls) if other is call)]
        return call
