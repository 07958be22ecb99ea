"""Looks after each method, and halves its way to the limits."""

from bisect import bisect_left

from maif.parallel.call_queue import CallQueue

TASK = "13.5"


class Watched(CallQueue):
    most_waiting = 0

    def begin(self, call):
        super().begin(call)
        self.look()

    def finish(self, call):
        super().finish(call)
        self.look()

    def take(self):
        self.look()
        return super().take()

    def look(self):
        if self.ahead - self.in_flight > self.most_waiting:
            self.most_waiting = self.ahead - self.in_flight


def quick(mode):
    return lambda limit: timed(CallQueue, asking(mode, limit), range(100))[1] <= 32


limits = {mode: 1 + bisect_left(range(1, 65), True, key=quick(mode)) for mode in ("as_completed", "ordered")}
