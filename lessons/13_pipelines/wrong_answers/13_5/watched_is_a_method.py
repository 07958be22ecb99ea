from maif.parallel.call_queue import CallQueue


class Watched(CallQueue):
    most = 0

    def finish(self, call):
        super().finish(call)
        self.most = max(self.most, self.ahead - self.in_flight)

    def most_waiting(self):
        return self.most


limits = {"ordered": 11, "as_completed": 7}
