"""Three counts, and a place for each result: the number of its beginning, or that of its end."""

TASK = "12.2"


class CallQueue:
    def __init__(self, max_in_flight, max_ahead, ordered):
        self.max_in_flight, self.max_ahead, self.ordered = max_in_flight, max_ahead, ordered
        self.begun = self.finished = self.taken = 0
        self.numbers, self.waiting = {}, {}

    @property
    def in_flight(self):
        return self.begun - self.finished

    @property
    def ahead(self):
        return self.begun - self.taken

    def has_room(self):
        return self.in_flight < self.max_in_flight and self.ahead < self.max_ahead

    def begin(self, call):
        self.numbers[id(call)] = self.begun
        self.begun += 1

    def finish(self, call):
        call.done = True
        number = self.numbers.pop(id(call))
        self.waiting[number if self.ordered else self.finished] = call
        self.finished += 1

    def has_result(self):
        return self.taken in self.waiting

    def take(self):
        self.taken += 1
        return self.waiting.pop(self.taken - 1)
