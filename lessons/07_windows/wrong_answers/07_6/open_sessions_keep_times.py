from bisect import bisect_left, bisect_right
from operator import itemgetter


class OpenSessions:
    def __init__(self, gap):
        self.gap, self.open = gap, []

    def add(self, time):
        start, end, times = time, time + self.gap, [time]
        at = bisect_left(self.open, end, key=itemgetter(0))
        while at and time < self.open[at - 1][1]:
            at -= 1
            first, last, more = self.open.pop(at)
            start, end, times = min(start, first), max(end, last), times + more
        self.open.insert(at, (start, end, times))

    def close(self, watermark):
        at = bisect_right(self.open, watermark, key=itemgetter(1))
        closed, self.open[:at] = self.open[:at], []
        return [(start, end, len(times)) for start, end, times in closed]
