"""Inherits the loop from `Sequence`."""

TASK = "04.4"

from collections.abc import Sequence


class Blocks(Sequence):
    def __init__(self, read, entries):
        self._read = read
        self._entries = entries

    def __len__(self):
        return len(self._entries)

    def __getitem__(self, number):
        found = self._entries[number]
        return type(self)(self._read, found) if isinstance(number, slice) else self._read(*found)
