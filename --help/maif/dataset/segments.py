"""A segment of an artifact as a row of blocks, as it was when it was first looked at."""

from __future__ import annotations

import os
from collections.abc import Generator
from itertools import islice

from maif.dataset.data_file import DataFile
from maif.errors import FileChangedError
from maif.file.block import Block
from maif.segments import SegmentReader
from maif.segments.masking import read_masks


class SegmentFile(DataFile):
    """The blocks of a segment that count. It may grow, be finished or rewritten meanwhile: what was there stays so.

    A text that is masked meanwhile is given without the masked data.
    """

    _reader: SegmentReader | None = None
    _inode = 0
    _count: int | None = None

    def __len__(self) -> int:
        if self._count is None:
            self._count = len(self._opened())
        return self._count

    def check(self) -> None:
        """Raise `FileChangedError` if the file is gone; let go of one that was rewritten."""
        try:
            inode = os.stat(self.path).st_ino
        except FileNotFoundError:
            raise FileChangedError(f"{self.path} was removed since the Dataset was made: make a new one") from None
        if self._reader is not None and inode != self._inode:
            self.close()

    def read(self, number: int) -> Block:
        reader = self._opened()
        reader.masks = read_masks(os.path.dirname(self.path))
        return reader[number]

    def items_from(self, number: int) -> Generator[Block]:
        self.check()
        count = len(self)
        with SegmentReader(self.path) as reader:
            yield from islice(reader.iterate(number), count - number)

    def load(self) -> list[Block]:
        self.check()
        with SegmentReader(self.path, enable_mmap=False) as reader:
            return list(islice(reader, len(self)))

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _opened(self) -> SegmentReader:
        self.check()
        if self._reader is None:
            self._inode = os.stat(self.path).st_ino  # first: if it is replaced just then, it is opened again
            self._reader = SegmentReader(self.path)
        return self._reader
