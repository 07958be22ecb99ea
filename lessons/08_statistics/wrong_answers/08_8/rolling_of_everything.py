class Rolling:
    def __init__(self, size, combine):
        self.combine, self.values = combine, []

    def push(self, value):
        self.values = [self.combine(self.values[0], value)] if self.values else [value]
        return self.values[0]
