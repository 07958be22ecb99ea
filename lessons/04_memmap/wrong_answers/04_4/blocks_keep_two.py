class Blocks:
    def __init__(self, read, entries):
        self.read, self.entries = read, entries
        self.kept = []

    def __len__(self):
        return len(self.entries)

    def __getitem__(self, number):
        if isinstance(number, slice):
            return Blocks(self.read, self.entries[number])
        offset, size = self.entries[number]
        self.kept = [*self.kept[-1:], self.read(offset, size)]
        return self.kept[-1]
