class Rolling:
    def __init__(self, size, combine):
        self.size, self.combine, self.ends = size, combine, []

    def push(self, value):
        self.ends = [self.combine(end, value) for end in self.ends[len(self.ends) >= self.size :]]
        self.ends.append(value)
        return self.ends[0]
