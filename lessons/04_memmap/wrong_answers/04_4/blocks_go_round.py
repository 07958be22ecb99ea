class Blocks:
    def __init__(self, read, entries):
        self.read, self.entries = read, entries

    def __len__(self):
        return len(self.entries)

    def __getitem__(self, number):
        if isinstance(number, slice):
            return Blocks(self.read, self.entries[number])
        offset, size = self.entries[number % len(self)]
        return self.read(offset, size)

    def __iter__(self):
        return map(self.__getitem__, range(len(self)))
