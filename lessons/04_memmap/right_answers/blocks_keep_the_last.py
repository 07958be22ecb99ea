"""Keeps the block that was asked for last."""

TASK = "04.4"

from functools import lru_cache


class Blocks:
    def __init__(self, read, entries):
        self.read, self.entries = read, entries
        self.block = lru_cache(maxsize=1)(lambda number: read(*entries[number]))

    def __len__(self):
        return len(self.entries)

    def __getitem__(self, number):
        return Blocks(self.read, self.entries[number]) if isinstance(number, slice) else self.block(number)
