class Blocks:
    def __init__(self, read, entries):
        self.read, self.entries = read, entries
        self.number = self.block = None

    def __len__(self):
        return len(self.entries)

    def __getitem__(self, number):
        if isinstance(number, slice):
            return Blocks(self.read, self.entries[number])
        number = range(len(self))[number]
        offset, size = self.entries[number]
        if self.number != number:
            self.number = number
            self.block = self.read(offset, size)
        return self.block
