"""`SegmentFolder`: all segments of an artifact as one sequence of blocks, as they are when it is opened."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, Self

from maif.arguments import path_text
from maif.errors import BlockNotFoundError, FormatError
from maif.file.block import Block
from maif.file.format import BlockType
from maif.file.lock import StrPath
from maif.segments.masking import read_masks
from maif.segments.naming import segment_paths
from maif.segments.reading import SegmentReader
from maif.sequences import ByNumber


class SegmentFolder(ByNumber[Block]):
    """The blocks of an artifact's folder, numbered through: a context manager and a sequence.

    `verify` and `trusted_key` are those of a `MAIFStreamReader`, and hold for each segment. Raises `FormatError` for a
    folder without segments.

    >>> import os
    >>> from maif.streaming import MAIFStreamWriter
    >>> os.makedirs("letters", exist_ok=True)
    >>> for number, text in enumerate(["one", "two"], 1):
    ...     with MAIFStreamWriter(f"letters/{number:06}.maif") as writer:
    ...         block_id = writer.write_text_chunk(text)
    >>> with SegmentFolder("letters") as letters:
    ...     [(block.index, block.text) for block in letters], letters[-1].text
    ([(0, 'one'), (1, 'two')], 'two')
    """

    def __init__(self, path: StrPath, **options: Any) -> None:
        self.path = path_text(path)
        self._options = options
        self._masks = read_masks(path)
        self.paths = segment_paths(path)
        if not self.paths:
            raise FormatError("the folder holds no segments (000001.maif, …): it is no artifact", path=self.path)
        self._ends: list[int] = []
        self.finished = True
        for segment in self.paths:
            with self._opened(segment) as reader:
                self._ends.append((self._ends[-1] if self._ends else 0) + len(reader))
                self.finished = self.finished and reader.storage.finished

    def __len__(self) -> int:
        return self._ends[-1]

    def _item(self, number: int) -> Block:
        return next(self.read_blocks_range(number))

    def _said(self, count: int) -> str:
        return f"{self.path} has {count} blocks"

    def __iter__(self) -> Iterator[Block]:
        return self.read_blocks_range()

    def read_blocks_range(self, start: int = 0, end: int | None = None) -> Iterator[Block]:
        """Yield the blocks from number `start` up to `end`, which is excluded; negative ones count from the end."""
        first, last, _ = slice(start, end).indices(len(self))
        begin = 0
        for path, finish in zip(self.paths, self._ends, strict=True):
            if begin < last and first < finish:
                with self._opened(path) as reader:
                    skipped = max(first - begin, 0)
                    blocks = itertools.islice(reader.iterate(skipped), min(last, finish) - begin - skipped)
                    for number, block in enumerate(blocks, begin + skipped):
                        block.index = number
                        yield block
            begin = finish

    def read_blocks_by_type(self, *block_types: str | BlockType) -> Iterator[Block]:
        """Yield the blocks of these types: codes like `"TEXT"`, names like `"embeddings"`, or `BlockType`s."""
        wanted = {BlockType.of(block_type).value for block_type in block_types}
        return (block for block in self if block.block_type in wanted)

    def get_block(self, block_id: str) -> Block:
        """Return the block with this id; raise `BlockNotFoundError` (a `KeyError`) if there is none."""
        for path in self.paths:
            with self._opened(path) as reader:
                try:
                    return reader.get_block(block_id)
                except BlockNotFoundError:
                    continue
        raise BlockNotFoundError(f"{self.path} has no block with the id {block_id!r}")

    def _opened(self, path: str) -> SegmentReader:
        return SegmentReader(path, self._masks, **self._options)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing: a segment is open only while its blocks are read."""
