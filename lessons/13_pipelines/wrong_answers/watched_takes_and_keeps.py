"""Looks when a result is taken, and gives nothing back."""

from maif.parallel.call_queue import CallQueue

TASK, FAILS, CAUSE = "13.5", {"13.5.watched"}, "stuck"


class Watched(CallQueue):
    most_waiting = 0

    def take(self):
        self.most_waiting = max(self.most_waiting, self.ahead - self.in_flight)
        super().take()


limits = {"ordered": 11, "as_completed": 7}
