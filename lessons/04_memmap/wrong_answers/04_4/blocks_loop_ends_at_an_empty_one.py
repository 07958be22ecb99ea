class Blocks:
    def __init__(self, read, entries):
        self.read, self.entries = read, entries

    def __len__(self):
        return len(self.entries)

    def __getitem__(self, number):
        if isinstance(number, slice):
            return Blocks(self.read, self.entries[number])
        offset, size = self.entries[number]
        return self.read(offset, size)

    def __iter__(self):
        for number in range(len(self)):
            if not (block := self[number]):
                return
            yield block
