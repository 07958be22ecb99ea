from maif.parallel.call_queue import CallQueue


class Watched(CallQueue):
    most_waiting = 0

    def take(self):
        self.most_waiting = max(self.most_waiting, self.ahead - self.in_flight)
        return super().take()


limits = {"ordered": 11, "as_completed": 7}
