"""Counts a call as in flight until somebody takes its result."""

TASK, FAILS, CAUSE = "12.2", {"12.2.room"}, "freed-late"


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
        if self.ordered:
            self.line.append(call)

    def finish(self, call):
        call.done = True
        if not self.ordered:
            self.line.append(call)

    def has_result(self):
        return bool(self.line) and self.line[0].done

    def take(self):
        self.in_flight -= 1
        self.ahead -= 1
        return self.line.popleft()
