class OpenSessions:
    def __init__(self, gap):
        self.gap, self.open, self.times = gap, [], []

    def add(self, time):
        self.times.append((time, time + self.gap, 1))

    def close(self, watermark):
        joined = []
        for start, end, count in sorted(self.open + self.times):
            if joined and start < joined[-1][1]:
                first, last, more = joined.pop()
                start, end, count = first, max(end, last), count + more
            joined.append((start, end, count))
        self.times = []
        self.open = [one for one in joined if one[1] > watermark]
        return [one for one in joined if one[1] <= watermark]
