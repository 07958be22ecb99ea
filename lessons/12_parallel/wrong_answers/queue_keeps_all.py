"""Remembers every call, and where in the list it is."""

TASK, FAILS, CAUSE = "12.2", {"12.2.held"}, "kept"


class CallQueue:
    def __init__(self, max_in_flight, max_ahead, ordered):
        self.max_in_flight, self.max_ahead, self.ordered = max_in_flight, max_ahead, ordered
        self.in_flight = self.ahead = self.taken = 0
        self.line = []

    def has_room(self):
        return self.in_flight < self.max_in_flight and self.ahead < self.max_ahead

    def begin(self, call):
        self.in_flight += 1
        self.ahead += 1
        if self.ordered:
            self.line.append(call)

    def finish(self, call):
        call.done = True
        self.in_flight -= 1
        if not self.ordered:
            self.line.append(call)

    def has_result(self):
        return self.taken < len(self.line) and self.line[self.taken].done

    def take(self):
        self.ahead -= 1
        self.taken += 1
        return self.line[self.taken - 1]
