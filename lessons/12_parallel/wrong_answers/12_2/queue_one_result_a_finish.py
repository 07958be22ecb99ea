from collections import deque


class CallQueue:
    def __init__(self, max_in_flight, max_ahead, ordered):
        self.max_in_flight, self.max_ahead, self.ordered = max_in_flight, max_ahead, ordered
        self.in_flight = self.ahead = 0
        self.line = deque()

    def has_room(self):
        return self.in_flight < self.max_in_flight and self.ahead < self.max_ahead

    def begin(self, call):
        self.in_flight += 1
        self.ahead += 1
        self.line.append(call)
        self.ready = None

    def finish(self, call):
        call.done = True
        self.in_flight -= 1
        self.ready = call if not self.ordered or call is self.line[0] else None

    def has_result(self):
        return self.ready is not None

    def take(self):
        self.ahead -= 1
        call, self.ready = self.ready or next(call for call in self.line if call.done), None
        self.line.remove(call)
        return call
