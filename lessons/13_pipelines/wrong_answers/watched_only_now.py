"""Says how many wait now, which at the end are none."""

from maif.parallel.call_queue import CallQueue

TASK, FAILS, CAUSE = "13.5", {"13.5.watched"}, "never"


class Watched(CallQueue):
    @property
    def most_waiting(self):
        return self.ahead - self.in_flight


limits = {"ordered": 11, "as_completed": 7}
