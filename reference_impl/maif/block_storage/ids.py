"""The ids of a file's blocks: a sequence that is read from the file as it is used, and the way from an id to a block.

The lookup reads the ids' first halves alone, straight from the file's windows into an array: a million of them take
less than a second, and 16 bytes each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from maif.errors import BlockNotFoundError
from maif.file.access import WINDOW, Access
from maif.file.block import Block
from maif.file.format import BLOCK_AT, BLOCK_HEADER
from maif.sequences import ByNumber

if TYPE_CHECKING:
    import numpy as np


class IdLookup:
    """Finds blocks by id: the first half of every id, sorted, beside the block's number (16 bytes a block).

    `offsets` (int64) tells where in the file each block begins.
    """

    def __init__(self, file: Access, offsets: np.ndarray[Any, Any]) -> None:
        import numpy as np

        halves = np.concatenate([np.empty(0, np.uint64), *_halves(file, offsets)])
        self._numbers = np.argsort(halves, kind="stable")
        self._halves = halves[self._numbers]

    def candidates(self, block_id: bytes) -> Iterator[int]:
        """Yield the numbers of the blocks whose id begins like this one."""
        import numpy as np

        half = np.uint64(int.from_bytes(block_id[:8], "big"))  # an `int` would have numpy compare floats
        first = int(self._halves.searchsorted(half))
        while first < len(self._halves) and self._halves[first] == half:
            yield int(self._numbers[first])
            first += 1


def _halves(file: Access, offsets: np.ndarray[Any, Any]) -> Iterator[np.ndarray[Any, Any]]:
    """Yield the first 8 bytes of the ids, gathered window by window."""
    import numpy as np

    begin = 0
    while begin < len(offsets):
        start = int(offsets[begin])
        end = max(begin + 1, int(np.searchsorted(offsets, start + WINDOW)))
        window = file.window(start, int(offsets[end - 1]) + BLOCK_HEADER.size - start)
        at_each_byte = np.ndarray(len(window) - 7, dtype=">u8", buffer=window, strides=(1,))
        yield at_each_byte[offsets[begin:end] - start + BLOCK_AT["block_id"]].astype(np.uint64)
        begin = end


class BlockIds(ByNumber[str]):
    """The ids of blocks, in order; `find` returns the block of an id, or raises `BlockNotFoundError`."""

    def __init__(self, blocks: Sequence[Block], find: Callable[[str], Block]) -> None:
        self._blocks, self._find = blocks, find

    def __len__(self) -> int:
        return len(self._blocks)

    def __iter__(self) -> Iterator[str]:
        return (block.block_id for block in self._blocks)

    def _item(self, number: int) -> str:
        return self._blocks[number].block_id

    def __contains__(self, block_id: object) -> bool:
        try:
            return isinstance(block_id, str) and self._find(block_id) is not None
        except BlockNotFoundError:
            return False
