"""A MAIF file as a row of blocks."""

from __future__ import annotations

from collections.abc import Generator

from maif.block_storage import BlockStorage
from maif.dataset.data_file import DataFile
from maif.file.block import Block


class BlockFile(DataFile):
    """The blocks of a MAIF file. A block stays valid when its file is closed."""

    _storage: BlockStorage | None = None

    def __len__(self) -> int:
        return len(self._opened())

    def read(self, number: int) -> Block:
        self.check()
        return self._opened()[number]

    def items_from(self, number: int) -> Generator[Block]:
        with self._open() as storage:
            yield from storage.iterate(number)

    def load(self) -> list[Block]:
        with self._open(enable_mmap=False) as storage:
            return list(storage)

    def close(self) -> None:
        if self._storage is not None:
            self._storage.close()
            self._storage = None

    def _opened(self) -> BlockStorage:
        if self._storage is None:
            self._storage = self._open()
        return self._storage

    def _open(self, *, enable_mmap: bool = True) -> BlockStorage:
        self.check()
        return BlockStorage(self.path, enable_mmap=enable_mmap)
