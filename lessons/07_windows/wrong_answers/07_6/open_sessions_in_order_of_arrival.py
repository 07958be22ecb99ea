class OpenSessions:
    def __init__(self, gap):
        self.gap, self.open = gap, []

    def add(self, time):
        start, end, count = time, time + self.gap, 1
        for one in list(self.open):
            if one[0] < time + self.gap and time < one[1]:
                self.open.remove(one)
                start, end, count = min(start, one[0]), max(end, one[1]), count + one[2]
        self.open.append((start, end, count))

    def close(self, watermark):
        closed = [one for one in self.open if one[1] <= watermark]
        self.open = [one for one in self.open if one[1] > watermark]
        return closed
