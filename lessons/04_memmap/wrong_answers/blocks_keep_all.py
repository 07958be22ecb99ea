"""Reads each block once, and keeps it for ever."""

TASK, FAILS, CAUSE = "04.4", {"04.4.held"}, "all"


class Blocks:
    def __init__(self, read, entries):
        self.read, self.entries, self.kept = read, entries, {}

    def __len__(self):
        return len(self.entries)

    def __getitem__(self, number):
        if isinstance(number, slice):
            return Blocks(self.read, self.entries[number])
        if number not in self.kept:
            self.kept[number] = self.read(*self.entries[number])
        return self.kept[number]
