"""A queue written anew, with the count in it; the limits were tried out by hand."""

TASK = "13.5"


class Watched:
    def __init__(self, max_in_flight, max_ahead, ordered):
        self.max_in_flight, self.max_ahead, self.ordered = max_in_flight, max_ahead, ordered
        self.in_flight, self.ahead = 0, 0
        self.calls, self.most_waiting = [], 0

    def has_room(self):
        return self.in_flight < self.max_in_flight and self.ahead < self.max_ahead

    def begin(self, call):
        self.in_flight, self.ahead = self.in_flight + 1, self.ahead + 1
        self.calls.append([call, False])

    def finish(self, call):
        call.done = True
        self.in_flight -= 1
        entry = next(entry for entry in self.calls if entry[0] is call)
        entry[1] = True
        if not self.ordered:  # behind those that have finished, in front of all others
            self.calls.remove(entry)
            self.calls.insert(sum(done for _, done in self.calls), entry)
        self.most_waiting = max(self.most_waiting, self.ahead - self.in_flight)

    def has_result(self):
        return bool(self.calls) and self.calls[0][1]

    def take(self):
        self.ahead -= 1
        return self.calls.pop(0)[0]


limits = {"ordered": 11, "as_completed": 7}
