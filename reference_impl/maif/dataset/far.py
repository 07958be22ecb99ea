"""A MAIF file far away as a row of blocks."""

from __future__ import annotations

from maif.block_storage import BlockStorage
from maif.dataset.blocks import BlockFile
from maif.dataset.data_file import Layout
from maif.remote import RangedFile


class FarBlockFile(BlockFile):
    """The blocks of a MAIF file at a URL, of the version that was there when it was first opened."""

    def __init__(self, path: str, layout: Layout, file: RangedFile | None = None) -> None:
        self.path, self.layout = path, layout
        self._file = file

    def __reduce__(self) -> tuple[type[FarBlockFile], tuple[str, Layout, RangedFile | None]]:
        return type(self), (self.path, self.layout, self._file)

    def check(self) -> None:
        """Do nothing: a range of an object that was changed is refused."""

    def _open(self, *, enable_mmap: bool = False) -> BlockStorage:  # there is nothing to map
        if self._file is None:
            self._file = RangedFile(self.path)
        return BlockStorage(self._file.again())
