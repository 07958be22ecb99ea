"""A MAIF file far away as a row of blocks."""

from __future__ import annotations

from collections.abc import Generator

from maif.block_storage import BlockStorage
from maif.dataset.data_file import DataFile, Layout
from maif.file.block import Block
from maif.remote import RangedFile


class FarBlockFile(DataFile):
    """The blocks of a MAIF file at a URL, of the version that was there when it was first opened."""

    _storage: BlockStorage | None = None

    def __init__(self, path: str, layout: Layout, file: RangedFile | None = None) -> None:
        self.path, self.layout = path, layout
        self._file = file

    def __reduce__(self) -> tuple[type[FarBlockFile], tuple[str, Layout, RangedFile | None]]:
        return type(self), (self.path, self.layout, self._file)

    def check(self) -> None:
        """Do nothing: a range of an object that was changed is refused."""

    def __len__(self) -> int:
        return len(self._opened())

    def read(self, number: int) -> Block:
        return self._opened()[number]

    def items_from(self, number: int) -> Generator[Block]:
        with self._open() as storage:
            yield from storage.iterate(number)

    def close(self) -> None:
        if self._storage is not None:
            self._storage.close()
            self._storage = None

    def _opened(self) -> BlockStorage:
        if self._storage is None:
            self._storage = self._open()
        return self._storage

    def _open(self) -> BlockStorage:
        if self._file is None:
            self._file = RangedFile(self.path)
        return BlockStorage(self._file.again())
