class Blocks:
    def __init__(self, read, entries):
        self.read, self.entries = read, entries

    def __len__(self):
        return sum(1 for _ in self)

    def __getitem__(self, number):
        if isinstance(number, slice):
            return Blocks(self.read, self.entries[number])
        offset, size = self.entries[number]
        return self.read(offset, size)
