"""What a file holds, as the other implementation's lists: sequences that read a block or an entry when it is used."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Container, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar

from maif.block_storage import BlockStorage
from maif.compat.kinds import BlockFlags
from maif.compat.records import ProvenanceEntry, SecureBlock, SecureBlockHeader
from maif.file.block import Block
from maif.file.integrity import content_hash
from maif.file.provenance import Entry
from maif.sequences import ByNumber

T = TypeVar("T", covariant=True)


class StoredBlock(SecureBlock):
    """A block in a file: its data and metadata are read when they are asked for."""

    def __init__(self, block: Block, *, tampered: bool = False) -> None:
        self._block = block
        self.header = SecureBlockHeader.of(block.header)
        if tampered:
            self.header.flags |= BlockFlags.TAMPERED

    def __getattr__(self, name: str) -> Any:
        """Read the data (decompressed) or the metadata, when it is asked for the first time."""
        if name not in ("data", "metadata"):
            raise AttributeError(f"a block has no attribute {name!r}")
        value = getattr(self._block, name)
        setattr(self, name, value)
        return value

    @property
    def vectors(self) -> list[list[float]]:
        """The block's embeddings."""
        vectors: list[list[float]] = self._block.array.tolist()
        return vectors

    @property
    def offset(self) -> int:
        """Where the block begins in its file."""
        return self._block.offset

    def get_content_hash(self) -> bytes:
        """Return what the block's content hash should be: it covers the data as it is stored."""
        return content_hash(*self._block.content)


class _Listed(ByNumber[T]):
    """A sequence that is equal to a list of the same items."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))


class Blocks(_Listed[T]):
    """The blocks of a file, each as `make(block, tampered)` shows it; `tampered` are the numbers of those that are."""

    def __init__(
        self, storage: BlockStorage, make: Callable[[Block, bool], T], tampered: Callable[[], Container[int]]
    ) -> None:
        self._storage, self._make, self._tampered = storage, make, tampered

    def __len__(self) -> int:
        return len(self._storage)

    def __iter__(self) -> Iterator[T]:
        return map(self._shown, self._storage)

    def _item(self, number: int) -> T:
        return self._shown(self._storage[number])

    def _shown(self, block: Block) -> T:
        return self._make(block, block.index in self._tampered())


class Entries(_Listed[ProvenanceEntry]):
    """The entries of a provenance section, which `read` reads from its start.

    It holds the last few that it gave, and goes on from there: one after the other, and each with the one before,
    costs one reading.
    """

    _KEPT = 64

    def __init__(self, read: Callable[[], Iterator[Entry]]) -> None:
        self._read = read
        self._ahead: Iterator[Entry] = iter(())
        self._recent: list[Entry] = []
        self._next = 0  # the number of the entry that the reading will give

    @cached_property
    def _count(self) -> int:
        return sum(1 for _ in self._read())

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[ProvenanceEntry]:
        return map(ProvenanceEntry.from_dict, self._read())

    def _item(self, number: int) -> ProvenanceEntry:
        if not self._next - len(self._recent) <= number < self._next:
            if number < self._next or not self._next:
                self._ahead, self._recent, self._next = self._read(), [], 0
            for entry in itertools.islice(self._ahead, number + 1 - self._next):
                self._recent = [*self._recent[1 - self._KEPT :], entry]
                self._next += 1
        return ProvenanceEntry.from_dict(self._recent[number - self._next])
