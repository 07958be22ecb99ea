from maif.parallel.call_queue import CallQueue


class Watched(CallQueue):
    @property
    def most_waiting(self):
        return self.ahead - self.in_flight


limits = {"ordered": 11, "as_completed": 7}
