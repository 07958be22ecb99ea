"""Reading segments as they are now: the blocks that count, in order, by number, and by id."""

from __future__ import annotations

import bisect
import contextlib
import itertools
import mmap
import os
from collections.abc import Iterator, Sequence
from typing import Any, Self

from maif.arguments import path_text
from maif.errors import BlockNotFoundError, FormatError, InvalidTypeError
from maif.file.block import Block
from maif.file.format import BlockType
from maif.file.lock import StrPath
from maif.segments.grouping import whole_groups
from maif.segments.masking import Masks, masked, read_masks
from maif.segments.naming import segment_paths
from maif.sequences import ByNumber
from maif.streaming.reader import MAIFStreamReader

META = BlockType.METADATA.value  # what a segment says of itself, for the next who opens it: no content


class SegmentReader(ByNumber[Block]):
    """The content of one segment, finished or not, as it is when it is opened: a context manager and a sequence.

    What the segment says of itself is left out, and so is a group of which the writer's death left only a part.
    Numbers count what is left. A text that was masked comes without the masked data. Other options are those of a
    `MAIFStreamReader`.
    """

    def __init__(self, path: StrPath, masks: Masks | None = None, **options: Any) -> None:
        self.storage = MAIFStreamReader(path, allow_unfinished=True, **options)
        self.masks = read_masks(os.path.dirname(os.path.abspath(path))) if masks is None else masks
        self._numbers: Sequence[int] | None = None
        self._first = 0

    def __len__(self) -> int:
        return len(self._counted())

    def _item(self, number: int) -> Block:
        return masked(self.storage[self._counted()[number]], self.masks)

    def _said(self, count: int) -> str:
        return f"{self.storage.path} has {count} blocks"

    def __iter__(self) -> Iterator[Block]:
        return self.iterate()

    def iterate(self, start: int = 0) -> Iterator[Block]:
        """Yield the blocks from number `start` on, one after the other from the file."""
        if start:
            numbers = self._counted()
            if start >= len(numbers):
                return
            blocks: Iterator[Block] = self._content(self.storage.iterate(numbers[start]))
        else:
            blocks = self._content(self.storage.iterate())
        for block in blocks:
            yield masked(block, self.masks)

    def get_block(self, block_id: str) -> Block:
        """Return the block with this id; raise `BlockNotFoundError` if there is none."""
        block = self.storage.get_block(block_id)
        if block.block_type == META or not (self.storage.finished or self._is_in_whole_group(block)):
            raise BlockNotFoundError(f"{self.storage.path} has no block with the id {block_id!r}")
        return masked(block, self.masks)

    def _is_in_whole_group(self, block: Block) -> bool:
        """Say whether all blocks of a block's group are there, those before it being so."""
        if (place := block.group) is None:
            return True
        number, of = place
        rest = itertools.islice(self.storage.whole_blocks(block.offset, block.index), of - number)
        return [each.group for each in rest] == [(later, of) for later in range(number, of)]

    def close(self) -> None:
        """Close the file. Blocks that are still held stay valid."""
        self.storage.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _content(self, blocks: Iterator[Block]) -> Iterator[Block]:
        whole = blocks if self.storage.finished else whole_groups(blocks)
        return (block for block in whole if block.block_type != META)

    def _counted(self) -> Sequence[int]:
        """Return the numbers in the file of the blocks that count."""
        if self._numbers is None:
            if self.storage.finished:
                code = int.from_bytes(META.encode(), "big")
                entries = enumerate(self.storage.index_entries())
                meta = [number for number, (_, _, type_code, _) in entries if type_code == code]
                self._numbers = _AllBut(len(self.storage), meta)
            else:
                walked = self._content(self.storage.iterate())
                self._numbers = [block.index for block in walked]
        return self._numbers


class _AllBut(ByNumber[int]):
    """The numbers below a count, but for a few: found without a list of them all.

    >>> list(_AllBut(6, [0, 3]))
    [1, 2, 4, 5]
    """

    def __init__(self, count: int, missing: list[int]) -> None:
        self._length = count - len(missing)
        self._shifted = [number - before for before, number in enumerate(missing)]

    def __len__(self) -> int:
        return self._length

    def _item(self, number: int) -> int:
        return number + bisect.bisect_right(self._shifted, number)


def read_blocks(folder: StrPath) -> Iterator[Block]:
    """Yield what a folder's segments hold now, the oldest first; each file is open while its blocks are read.

    Raises `FormatError` where a segment is damaged.
    """
    masks = read_masks(folder)
    for path in segment_paths(folder):
        with SegmentReader(path, masks) as reader:
            yield from reader


def _may_hold(path: str, block_id: str) -> bool:
    """Say whether an id's bytes are in a file: faster than to look at its blocks one by one."""
    try:
        raw = bytes.fromhex(block_id)
        with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapping:
            return mapping.find(raw) >= 0
    except (FileNotFoundError, ValueError):  # removed, or empty; or no id
        return False


def find_block(folder: StrPath, block_id: str) -> Block:
    """Return the block with this id from a folder's segments, looking at the newest first.

    Raises `BlockNotFoundError` if there is none, `InvalidTypeError` for an id that is no text.
    """
    if not isinstance(block_id, str):
        raise InvalidTypeError(f"a block id is text of 32 hex digits, not {block_id!r}")
    masks = read_masks(folder)
    for path in reversed(segment_paths(folder)):
        if not _may_hold(path, block_id):
            continue
        with SegmentReader(path, masks) as reader, contextlib.suppress(BlockNotFoundError, FormatError):
            return reader.get_block(block_id)
    raise BlockNotFoundError(f"{path_text(folder)} has no block with the id {block_id!r}")
