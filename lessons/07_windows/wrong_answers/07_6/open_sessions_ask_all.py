class OpenSessions:
    def __init__(self, gap):
        self.gap, self.open = gap, []

    def add(self, time):
        end = time + self.gap
        touched = [one for one in self.open if one[0] < end and time < one[1]]
        joined = [*touched, (time, end, 1)]
        self.open = [one for one in self.open if one not in touched]
        start, end = min(one[0] for one in joined), max(one[1] for one in joined)
        self.open.append((start, end, sum(one[2] for one in joined)))

    def close(self, watermark):
        closed = sorted(one for one in self.open if one[1] <= watermark)
        self.open = [one for one in self.open if one[1] > watermark]
        return closed
