"""Keeps starts, ends and counts in lists of their own."""

TASK = "07.6"

from bisect import bisect_left, bisect_right


class OpenSessions:
    def __init__(self, gap):
        self.gap, self.starts, self.ends, self.counts = gap, [], [], []

    def add(self, time):
        low, high = bisect_right(self.ends, time), bisect_left(self.starts, time + self.gap)
        starts, ends, counts = self.starts[low:high], self.ends[low:high], self.counts[low:high]
        self.starts[low:high] = [min([time, *starts])]
        self.ends[low:high] = [max([time + self.gap, *ends])]
        self.counts[low:high] = [1 + sum(counts)]

    def close(self, watermark):
        at = bisect_right(self.ends, watermark)
        closed = list(zip(self.starts[:at], self.ends[:at], self.counts[:at], strict=True))
        del self.starts[:at], self.ends[:at], self.counts[:at]
        return closed
