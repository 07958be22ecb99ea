"""A range of blocks of a file, by their numbers and by their bytes."""

from __future__ import annotations

from typing import NamedTuple


class BlockRange(NamedTuple):
    """The blocks from number `first` up to `last`, which is excluded: the bytes from `begin` up to `end`.

    >>> BlockRange(first=0, last=2, begin=444, end=1700)
    BlockRange(first=0, last=2, begin=444, end=1700)
    """

    first: int
    last: int
    begin: int
    end: int
