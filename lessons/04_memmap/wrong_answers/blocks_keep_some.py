"""Keeps the last sixteen blocks, in case they are asked for again."""

TASK, FAILS, CAUSE = "04.4", {"04.4.held"}, "many"


from functools import lru_cache


class Blocks:
    def __init__(self, read, entries):
        self.read, self.entries = lru_cache(maxsize=16)(lambda number: read(*entries[number])), entries
        self.plain = read

    def __len__(self):
        return len(self.entries)

    def __getitem__(self, number):
        if isinstance(number, slice):
            return Blocks(self.plain, self.entries[number])
        return self.read(number)
