class Blocks:
    def __init__(self, read, entries):
        self.read, self.entries = read, entries
        self.kept = {}

    def __len__(self):
        return len(self.entries)

    def __getitem__(self, number):
        if isinstance(number, slice):
            return Blocks(self.read, self.entries[number])
        number = range(len(self))[number]
        if number in self.kept:
            return self.kept[number]
        while len(self.kept) > 1:
            del self.kept[next(iter(self.kept))]
        offset, size = self.entries[number]
        self.kept[number] = self.read(offset, size)
        return self.kept[number]
