"""Halves the list by hand, and looks for the first session that ends behind the time."""

TASK = "07.6"


class OpenSessions:
    def __init__(self, gap):
        self.gap, self.open = gap, []

    def first_ending_after(self, time):
        low, high = 0, len(self.open)
        while low < high:
            middle = (low + high) // 2
            if self.open[middle][1] > time:
                high = middle
            else:
                low = middle + 1
        return low

    def add(self, time):
        at = self.first_ending_after(time)
        joined, stop = [time, time + self.gap, 1], at
        while stop < len(self.open) and self.open[stop][0] < time + self.gap:
            start, end, count = self.open[stop]
            joined = [
                start if start < joined[0] else joined[0],
                end if end > joined[1] else joined[1],
                joined[2] + count,
            ]
            stop += 1
        self.open[at:stop] = [tuple(joined)]

    def close(self, watermark):
        at = self.first_ending_after(watermark)
        closed = self.open[:at]
        del self.open[:at]
        return closed
