"""Reads one block for `[n]`, but all of them for a loop."""

TASK, FAILS = "04.4", {"04.4.lazy", "04.4.held"}
CAUSE = {"04.4.lazy": "loop", "04.4.held": "all"}


class Blocks:
    def __init__(self, read, entries):
        self.read, self.entries = read, entries

    def __len__(self):
        return len(self.entries)

    def __iter__(self):
        return iter([self.read(offset, size) for offset, size in self.entries])

    def __getitem__(self, number):
        if isinstance(number, slice):
            return Blocks(self.read, self.entries[number])
        return self.read(*self.entries[number])
