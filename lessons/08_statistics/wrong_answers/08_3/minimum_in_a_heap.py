import heapq


class RollingMinimum:
    def __init__(self, size):
        self.size, self.pushed, self.heap = whole_number(1, size=size), 0, []

    def push(self, value):
        if value != value:
            raise InvalidArgumentError("a NaN is neither smaller nor larger than anything: leave it out")
        heapq.heappush(self.heap, (value, self.pushed))
        self.pushed += 1
        while self.heap[0][1] < self.pushed - self.size:
            heapq.heappop(self.heap)
        return self.heap[0][0]
