"""As completed, takes the oldest of those that have finished, and not the one that finished first."""

TASK, FAILS, CAUSE = "12.2", {"12.2.order"}, "newest-first"


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

    def finish(self, call):
        call.done = True
        self.in_flight -= 1

    def has_result(self):
        return any(call.done for call in self.line) if not self.ordered else bool(self.line) and self.line[0].done

    def take(self):
        self.ahead -= 1
        call = next(call for call in self.line if call.done)
        self.line.remove(call)
        return call
