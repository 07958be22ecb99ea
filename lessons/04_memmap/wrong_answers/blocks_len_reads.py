"""Counts the blocks by reading them."""

TASK, FAILS, CAUSE = "04.4", {"04.4.lazy", "04.4.slice"}, {"04.4.lazy": "len"}


class Blocks:
    def __init__(self, read, entries):
        self.read, self.entries = read, entries

    def __len__(self):
        return sum(1 for offset, size in self.entries if self.read(offset, size))

    def __getitem__(self, number):
        if isinstance(number, slice):
            return Blocks(self.read, self.entries[number])
        return self.read(*self.entries[number])
