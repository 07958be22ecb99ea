from maif.parallel.call_queue import CallQueue


class Watched(CallQueue):
    most_waiting = 0

    def take(self):
        call = super().take()
        self.most_waiting = max(self.most_waiting, self.ahead - self.in_flight)
        return call


limits = {"ordered": 11, "as_completed": 7}
