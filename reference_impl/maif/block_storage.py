"""The blocks of a MAIF file: one after the other, by number, and by id.

Nothing is read that is not asked for. Opening costs the same for ten blocks or ten million: a block's number leads
through the index to its bytes, and the lookup by id is built when an id is first looked up.
"""

from __future__ import annotations

import operator
import os
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple, Self, overload

from maif.errors import (
    BlockNotFoundError,
    FormatError,
    IntegrityError,
    InvalidTypeError,
    LimitError,
    OutOfRangeError,
    UnfinishedFileError,
)
from maif.file.access import WINDOW, Access, PlainFile
from maif.file.block import Block, BlockContext
from maif.file.claims import findings
from maif.file.format import (
    BLOCK_AT,
    BLOCK_HEADER,
    FILE_HEADER,
    FOOTER,
    INDEX_ENTRY,
    SECTION_LENGTH,
    BlockFlag,
    FileHeader,
    announced_size,
    read_index,
    walk,
)
from maif.file.integrity import key_from_field
from maif.file.lock import StrPath
from maif.file.merkle import NO_HASH
from maif.file.metadata import LIMITS, Limits, decode_metadata
from maif.file.provenance import Entry, read_entries
from maif.remote import open_anywhere

if TYPE_CHECKING:
    import numpy as np

    from maif.hot_buffer import HotBuffer

_CHECKED = 1 << 14  # bytes, after which reading asks whether the file was cut off: for each block would take too long
PIECE = 1 << 16  # bytes of JSON that are decoded together


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


class BlockStorage(Sequence[Block]):
    """Random access to the blocks of a file, by number (`storage[3]`) and by id (`storage.get_block(id)`).

    `path` may be a URL, whose blocks are checked against their own hashes (see `maif.remote`), or an `Access` to bytes
    wherever they lie. `cache`, a `HotBuffer`, keeps the data of compressed
    blocks. Opening raises `FormatError` where the file is no MAIF file, and `UnfinishedFileError` where it ends early,
    unless `allow_unfinished` asks for the complete blocks of such a file.

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
        self.file = open_anywhere(path, mapped=enable_mmap)
        self.path = self.file.path
        self.limits = limits
        self._options: dict[str, Any] = {
            "enable_mmap": enable_mmap,
            "limits": limits,
            "allow_unfinished": allow_unfinished,
        }
        self._context = BlockContext(self.path, limits, cache, cache_key=object())
        self._ids: _IdLookup | None
        self._offsets: array[int] | None  # only where the index cannot be used
        try:
            self._load_header(allow_unfinished)
        except BaseException:
            self.file.close()
            raise

    def _load_header(self, allow_unfinished: bool) -> None:
        """Read the header; check its offsets against the file, so that what follows may rely on them."""
        self.header = self._read_header()
        self._packed_header = self.header.pack()
        self.finished = self.header.finalized and self._sections_fit()
        if not (self.finished or allow_unfinished):
            state = "ends early" if self.header.finalized else "is not finished"
            raise UnfinishedFileError(
                f"the file {state}: its writer is at work or died; "
                "read its complete blocks with allow_unfinished=True, or mend it with `maif recover`",
                path=self.path,
            )
        self.blocks_end = self.header.provenance_offset if self.finished else self.file.size
        self._offsets = self._ids = None

    def _read_header(self) -> FileHeader:
        try:
            return FileHeader.unpack(self.file.read(0, min(FILE_HEADER.size, self.file.size)))
        except FormatError as error:
            raise FormatError(error.what, path=self.path, offset=0) from None

    def refresh(self) -> None:
        """Look at the file again: it may have grown, or been finished."""
        self.file.refresh()
        self._load_header(allow_unfinished=True)

    def _sections_fit(self) -> bool:
        header, length = self.header, SECTION_LENGTH.size
        return (
            FILE_HEADER.size <= header.provenance_offset
            and header.provenance_offset + length <= header.security_offset
            and header.security_offset + length <= header.index_offset
            and self.footer_offset + FOOTER.size <= self.file.size
        )

    @property
    def footer_offset(self) -> int:
        """Where the index of a finished file ends, and its footer begins."""
        return self.header.index_offset + self.header.block_count * INDEX_ENTRY.size

    def __reduce__(self) -> tuple[Callable[[], Self], tuple[()]]:
        """Pickle the way to open the file again: who receives it has it open, and an empty cache."""
        source = os.path.abspath(self.path) if isinstance(self.file, PlainFile) else self.file
        return partial(type(self), source, **self._options), ()

    def close(self) -> None:
        """Close the file. Blocks and views that are still held stay valid."""
        self.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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

    @overload
    def __getitem__(self, index: int) -> Block: ...
    @overload
    def __getitem__(self, index: slice) -> list[Block]: ...
    def __getitem__(self, index: int | slice) -> Block | list[Block]:
        if isinstance(index, slice):
            return [self._block(number) for number in range(*index.indices(len(self)))]
        number = operator.index(index)
        count = len(self)
        if not -count <= number < count:
            raise OutOfRangeError(f"{self.path} has {count} blocks, there is no number {number}")
        return self._block(number % count)

    def __iter__(self) -> Iterator[Block]:
        return self.iterate()

    def get_block(self, block_id: str) -> Block:
        """Return the block with this id; raise `BlockNotFoundError` (a `KeyError`) if there is none."""
        if not isinstance(block_id, str):
            raise InvalidTypeError(f"a block id is text of 32 hex digits, not {block_id!r}")
        try:
            raw = bytes.fromhex(block_id)
        except ValueError:
            raw = b""
        if len(raw) == 16:
            self._ids = self._ids or _IdLookup(self)
            for number in self._ids.candidates(raw):
                block = self._block(number)
                if block.header.block_id == raw:
                    return block
        raise BlockNotFoundError(f"{self.path} has no block with the id {block_id!r}")

    @property
    def block_ids(self) -> Sequence[str]:
        """The ids of all blocks, in order: a sequence that reads them from the file as it is used."""
        return _BlockIds(self)

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
        first, last, _ = slice(start, end).indices(len(self))
        if first >= last:
            return
        begin = self._entry(first)[0] if first else FILE_HEADER.size
        until = self._entry(last)[0] if self.file.far and last < len(self) else self.blocks_end
        number, end = first - 1, begin
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

    def frames(self, offset: int = FILE_HEADER.size, until: int | None = None) -> Iterator[tuple[int, memoryview]]:
        """Yield offset and bytes of each whole block from `offset` on, up to where no block lies, or `until`."""
        size, end = WINDOW, self.blocks_end if until is None else until
        while offset + BLOCK_HEADER.size <= end:
            window = self.file.window(offset, min(size, end - offset), end)
            start, end_of_block, unchecked = offset, 0, _CHECKED
            for position, length in walk(window, any_type=self.finished):
                end_of_block = position + length
                yield start + position, window[position:end_of_block]
                if end_of_block > unchecked:
                    self.file.check_size()
                    unchecked = end_of_block + _CHECKED
            offset, size = start + end_of_block, WINDOW
            if offset == start:  # no whole block in the window: a larger one, one that is cut off, or other bytes
                size = announced_size(window, any_type=self.finished)
                if not len(window) < size <= end - offset:
                    return

    def index_entries(self) -> Iterator[tuple[int, int, int, int]]:
        """Yield the entries of a finished file's index: offset, size, type code and flags of each block."""
        for piece in self._index_pieces():
            yield from INDEX_ENTRY.iter_unpack(piece)

    def _index_pieces(self) -> Iterator[memoryview]:
        """Yield the index of a finished file in pieces; from far away in larger ones."""
        size = INDEX_ENTRY.size << (16 if self.file.far else 12)
        if self.finished:
            for start in range(self.header.index_offset, self.footer_offset, size):
                yield self.file.read(start, min(size, self.footer_offset - start))

    def provenance(self) -> Iterator[Entry]:
        """Yield the entries of the provenance section, one by one; raise `FormatError` where they are malformed."""
        self._check_finished()
        offset, limit = self.header.provenance_offset, self.header.security_offset
        start, end = self._extent(offset, limit, self.file.read(offset, SECTION_LENGTH.size))
        return read_entries(self.file.windows(start, end, PIECE))

    def security(self) -> dict[str, Any]:
        """Return the security section: who signed the file, with which key. Raises `FormatError`."""
        offset, limit = self.header.security_offset, self.header.index_offset
        self._check_finished()
        look = self.file.read(offset, min(limit - offset, PIECE))  # in most files the whole section: one request
        start, end = self._extent(offset, limit, look)
        text = look[start - offset : end - offset] if end - offset <= len(look) else self.file.read(start, end - start)
        try:
            security = decode_metadata(text, self.limits)
        except (FormatError, LimitError) as error:
            raise FormatError(f"the security section: {error}", path=self.path, offset=start) from None
        if not isinstance(security, dict):
            raise FormatError("the security section is not a JSON object", path=self.path, offset=start)
        return security

    def public_key(self) -> bytes | None:
        """Return the key that the file names as its signer's; None where it names none."""
        if not self.finished:
            return key_from_field(self.header.signature)
        try:
            key = bytes.fromhex(self.security().get("public_key", ""))
        except (TypeError, ValueError):
            return None
        return key if len(key) == 32 else None

    def _check_finished(self) -> None:
        if not self.finished:
            raise UnfinishedFileError("the file is not finished: it has no closing sections yet", path=self.path)

    def _extent(self, offset: int, limit: int, look: memoryview) -> tuple[int, int]:
        """Return where the content of a section begins and ends, which has `look` at its offset."""
        start = offset + SECTION_LENGTH.size
        end = start + SECTION_LENGTH.unpack_from(look)[0]
        if end > limit:
            raise FormatError("a section reaches into the next one", path=self.path, offset=offset)
        return start, end

    def _block(self, number: int) -> Block:
        """Return a block by its number, which is in range."""
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

    def _entry(self, number: int) -> tuple[int, int]:
        """Return offset and size of a block."""
        if self._offsets is None and self.finished:
            at = self.header.index_offset + number * INDEX_ENTRY.size
            offset, size, _, _ = INDEX_ENTRY.unpack(self.file.read(at, INDEX_ENTRY.size))
            if self.unchanged():
                return offset, size
        offset = self._walked_offsets()[number]
        return offset, announced_size(self.file.read(offset, 8), any_type=self.finished)

    def unchanged(self) -> bool:
        """Say whether the file is still as it was when it was opened: an appending writer replaces the index."""
        return self.file.read(0, FILE_HEADER.size) == self._packed_header

    def offsets(self) -> np.ndarray[Any, Any]:
        """Return the offsets of all blocks as an array of int64 (8 bytes a block).

        Raises `FormatError` where the index does not say that the blocks lie end to end: before anything is allocated
        for a number of blocks that is only claimed.
        """
        import numpy as np

        if self._offsets is None and self.finished:
            pieces, begin = [np.empty(0, np.int64)], FILE_HEADER.size
            for index in map(read_index, self._index_pieces()):
                starts = index["offset"].astype(np.int64)
                ends = starts + index["size"].astype(np.int64)
                if starts[0] != begin or (starts[1:] != ends[:-1]).any() or (index["size"] < BLOCK_HEADER.size).any():
                    break
                pieces.append(starts)
                begin = int(ends[-1])
            if self.unchanged():
                if begin != self.blocks_end:
                    raise FormatError("the index does not say where the blocks are", path=self.path, offset=begin)
                return np.concatenate(pieces)
        return np.array(self._walked_offsets(), dtype=np.int64)

    def _walked_offsets(self) -> array[int]:
        """Return the offsets of the blocks, found by walking over them: for a file whose index cannot be used."""
        if self._offsets is None:
            self.file.keep()
            self._offsets = array("Q", (offset for offset, _ in self.frames()))
            if not self.finished and self._offsets and not self._last_is_whole(self._offsets[-1]):
                self._offsets.pop()
        return self._offsets

    def _last_is_whole(self, offset: int) -> bool:
        """Say whether an unfinished file's last block is what its hash says: its writer may be at work on it."""
        size = announced_size(self.file.read(offset, 8))
        return not any(findings(Block(self.file.read(offset, size), 0, offset, self._context)))


class _BlockIds(Sequence[str]):
    def __init__(self, storage: BlockStorage) -> None:
        self._storage = storage

    def __len__(self) -> int:
        return len(self._storage)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        found = self._storage[index]
        return [block.block_id for block in found] if isinstance(found, list) else found.block_id

    def __iter__(self) -> Iterator[str]:
        return (block.block_id for block in self._storage)

    def __contains__(self, block_id: object) -> bool:
        try:
            return isinstance(block_id, str) and bool(self._storage.get_block(block_id))
        except BlockNotFoundError:
            return False


class _IdLookup:
    """Finds blocks by id: the first half of every id, sorted, beside the block's number (16 bytes a block)."""

    def __init__(self, storage: BlockStorage) -> None:
        import numpy as np

        halves = np.concatenate([np.empty(0, np.uint64), *self._halves(storage, storage.offsets())])
        self._numbers = np.argsort(halves, kind="stable")
        self._halves_sorted = halves[self._numbers]

    def _halves(self, storage: BlockStorage, offsets: np.ndarray[Any, Any]) -> Iterator[np.ndarray[Any, Any]]:
        """Yield the first 8 bytes of the ids, gathered window by window."""
        import numpy as np

        begin = 0
        while begin < len(offsets):
            start = int(offsets[begin])
            end = max(begin + 1, int(np.searchsorted(offsets, start + WINDOW)))
            window = storage.file.window(start, int(offsets[end - 1]) + BLOCK_HEADER.size - start)
            at_each_byte = np.ndarray(len(window) - 7, dtype=">u8", buffer=window, strides=(1,))
            yield at_each_byte[offsets[begin:end] - start + BLOCK_AT["block_id"]].astype(np.uint64)
            begin = end

    def candidates(self, block_id: bytes) -> Iterator[int]:
        """Yield the numbers of the blocks whose id begins like this one."""
        import numpy as np

        half = np.uint64(int.from_bytes(block_id[:8], "big"))  # an `int` would have numpy compare floats
        first = int(self._halves_sorted.searchsorted(half))
        while first < len(self._halves_sorted) and self._halves_sorted[first] == half:
            yield int(self._numbers[first])
            first += 1
