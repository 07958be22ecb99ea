"""Believes that a tuple of all blocks is lighter than a list."""

TASK, FAILS = "04.4", {"04.4.lazy", "04.4.slice", "04.4.held"}
CAUSE = {"04.4.lazy": "opening", "04.4.slice": "opening", "04.4.held": "all"}


class Blocks(tuple):
    def __new__(cls, read, entries):
        return super().__new__(cls, [read(offset, size) for offset, size in entries])
