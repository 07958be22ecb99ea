"""Blocks of a file, by number, by id, and in order; from far away, each only when it was checked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from maif.block_storage.ids import BlockIds, IdLookup
from maif.block_storage.opened_file import OpenedFile
from maif.errors import BlockNotFoundError, FormatError, IntegrityError, InvalidTypeError
from maif.file.access import Access, PlainFile
from maif.file.block import Block, BlockContext
from maif.file.claims import findings
from maif.file.format import BLOCK_HEADER, FILE_HEADER, BlockFlag, announced_size
from maif.file.lock import StrPath
from maif.file.merkle import NO_HASH
from maif.file.metadata import LIMITS, Limits
from maif.sequences import ByNumber

if TYPE_CHECKING:
    from maif.hot_buffer import HotBuffer


class FileInfo(NamedTuple):
    """What a file says of itself. Times are seconds since the epoch, sizes are bytes."""

    path: str
    size: int
    version: str
    agent_did: str
    file_id: str
    created: float
    modified: float
    finalized: bool
    blocks: int
    merkle_root: str


class BlockStorage(OpenedFile, ByNumber[Block]):
    """Random access to the blocks of a file, by number (`storage[3]`) and by id (`storage.get_block(id)`).

    `path` may be a URL, whose blocks are checked against their own hashes (see `maif.remote`), or an `Access` to bytes
    wherever they lie. `cache`, a `HotBuffer`, keeps the data of compressed blocks. Opening raises `FormatError` where
    the file is no MAIF file, and `UnfinishedFileError` where it ends early, unless `allow_unfinished` asks for the
    complete blocks of such a file.

    A file is read through a mapping, which trusts whoever owns the file: a block shows what the file holds now, and
    where another program cuts the file off, looking at a block that was there ends the process (SIGBUS). Asking for a
    block then raises `FormatError`, as far as that can be seen in time. `enable_mmap=False` reads with system calls
    instead: what was handed out cannot change, and a file that shrinks is an error like any other.

    A storage pickles by path and options: who receives it opens the file again.

    >>> from maif.streaming import MAIFStreamWriter
    >>> with MAIFStreamWriter("notes.maif") as writer:
    ...     first = writer.write_text_chunk("hello")
    ...     second = writer.write_text_chunk("world", {"lang": "en"})
    >>> with BlockStorage("notes.maif") as storage:
    ...     len(storage), storage[-1].text, storage.get_block(first).text, storage[1].metadata
    (2, 'world', 'hello', {'lang': 'en'})
    """

    def __init__(
        self,
        path: StrPath | Access,
        *,
        enable_mmap: bool = True,
        cache: HotBuffer[Any, bytes] | None = None,
        limits: Limits = LIMITS,
        allow_unfinished: bool = False,
    ) -> None:
        super().__init__(path, mapped=enable_mmap, limits=limits, allow_unfinished=allow_unfinished)
        self._options: dict[str, Any] = {
            "enable_mmap": enable_mmap,
            "limits": limits,
            "allow_unfinished": allow_unfinished,
        }
        self._context = BlockContext(self.path, limits, cache, cache_key=object())
        self._ids: IdLookup | None = None

    def refresh(self) -> None:
        """Look at the file again: it may have grown, or been finished."""
        self._ids = None
        super().refresh()

    def __reduce__(self) -> tuple[Callable[[], Self], tuple[()]]:
        """Pickle the way to open the file again: who receives it has it open, and an empty cache."""
        source = os.path.abspath(self.path) if isinstance(self.file, PlainFile) else self.file
        return partial(type(self), source, **self._options), ()

    @property
    def info(self) -> FileInfo:
        """What the file says of itself."""
        header = self.header
        return FileInfo(
            path=self.path,
            size=self.file.size,
            version=f"{header.version_major}.{header.version_minor}",
            agent_did=header.did,
            file_id=header.file_id.hex(),
            created=header.created / 1e6,
            modified=header.modified / 1e6,
            finalized=self.finished,
            blocks=len(self),
            merkle_root=header.merkle_root.hex(),
        )

    def __len__(self) -> int:
        return self.header.block_count if self.finished else len(self._walked_offsets())

    def _said(self, count: int) -> str:
        return f"{self.path} has {count} blocks"

    def __iter__(self) -> Iterator[Block]:
        return self.iterate()

    def get_block(self, block_id: str) -> Block:
        """Return the block with this id, 32 hex digits.

        Raises `BlockNotFoundError` (a `KeyError`) if there is none, `InvalidTypeError` for an id that is no text.
        """
        if not isinstance(block_id, str):
            raise InvalidTypeError(f"a block id is text of 32 hex digits, not {block_id!r}")
        try:
            raw = bytes.fromhex(block_id)
        except ValueError:
            raw = b""
        if len(raw) == 16:
            self._ids = self._ids or IdLookup(self.file, self.offsets())
            for number in self._ids.candidates(raw):
                block = self._item(number)
                if block.header.block_id == raw:
                    return block
        raise BlockNotFoundError(f"{self.path} has no block with the id {block_id!r}")

    @property
    def block_ids(self) -> Sequence[str]:
        """The ids of all blocks, in order: a sequence that reads them from the file as it is used."""
        return BlockIds(self, self.get_block)

    def iterate(self, start: int = 0, end: int | None = None) -> Iterator[Block]:
        """Yield the blocks from number `start` up to `end`, which is excluded, one after the other from the file."""
        return self._vetted(self._in_order(start, end))

    def _vetted(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """Return blocks that lie one after the other; from far away, each only when it was checked."""
        return self._checked(blocks) if self.file.far else blocks

    def _checked(self, blocks: Iterator[Block]) -> Iterator[Block]:
        previous = None
        for block in blocks:
            self._check_far(block, previous)
            yield block
            previous = block.header.content_hash

    def _check_far(self, block: Block, previous: bytes | None = None) -> None:
        """Refuse a block that is not what its own header says: there is no telling what came over the wire."""
        key = self._signer if block.header.flags & BlockFlag.SIGNED else None
        for finding in findings(block, previous=previous if block.index else NO_HASH, key=key):
            raise IntegrityError(finding.what, path=self.path, block=block.index, offset=block.offset)

    @cached_property
    def _signer(self) -> bytes:
        return self.public_key() or b""

    def _in_order(self, start: int, end: int | None) -> Iterator[Block]:
        try:
            first, last, _ = slice(start, end).indices(len(self))
        except TypeError:
            raise InvalidTypeError(f"blocks have whole numbers, none from {start!r} to {end!r}") from None
        if first >= last:
            return
        begin = self._entry(first)[0] if first else FILE_HEADER.size
        until = self._entry(last)[0] if self.file.far and last < len(self) else self.blocks_end
        number = first - 1
        for number, (offset, frame) in zip(range(first, last), self.frames(begin, until), strict=False):
            yield Block(frame, number, offset, self._context)
        if number + 1 < last:
            what = f"no whole block lies here, but the file says that it has {len(self)}"
            offset = offset + len(frame) if number >= first else begin
            raise FormatError(what, path=self.path, block=number + 1, offset=offset)

    def whole_blocks(self, offset: int = FILE_HEADER.size, first: int = 0, until: int | None = None) -> Iterator[Block]:
        """Yield the blocks from `offset` on, where number `first` lies, up to where no whole block lies, or `until`."""
        for number, (position, frame) in enumerate(self.frames(offset, until), first):
            yield Block(frame, number, position, self._context)

    def _item(self, number: int) -> Block:
        self.file.check_size()
        offset, size = self._entry(number)
        if offset < FILE_HEADER.size or size < BLOCK_HEADER.size or offset + size > self.blocks_end:
            raise FormatError("the index points outside the blocks", path=self.path, block=number, offset=offset)
        frame = self.file.read(offset, size)
        if announced_size(frame, any_type=self.finished) != size:
            raise FormatError("no block lies where the index says", path=self.path, block=number, offset=offset)
        block = Block(frame, number, offset, self._context)
        self._vet(block)
        return block

    def _vet(self, block: Block) -> None:
        """Refuse a block that must not be handed out."""
        if self.file.far:
            self._check_far(block)
