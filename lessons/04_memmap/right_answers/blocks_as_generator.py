"""Has a loop of its own, and keeps numbers instead of entries."""

TASK = "04.4"


class Blocks:
    def __init__(self, read, entries, numbers=None):
        self.read, self.entries = read, entries
        self.numbers = range(len(entries)) if numbers is None else numbers

    def __len__(self):
        return len(self.numbers)

    def __iter__(self):
        for number in self.numbers:
            yield self.read(*self.entries[number])

    def __getitem__(self, number):
        if isinstance(number, slice):
            return Blocks(self.read, self.entries, self.numbers[number])
        return self.read(*self.entries[self.numbers[number]])
