class Blocks:
    def __init__(self, read, entries):
        self.read, self.entries = read, entries
        self.last = None, None

    def __len__(self):
        return len(self.entries)

    def __getitem__(self, number):
        if isinstance(number, slice):
            return Blocks(self.read, self.entries[number])
        if self.last[0] != abs(number):
            self.last = abs(number), self.read(*self.entries[number])
        return self.last[1]
