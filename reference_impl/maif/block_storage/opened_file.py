"""An opened MAIF file: its header, where its blocks lie, and what the sections say that close it."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Self

from maif.errors import FormatError, LimitError, UnfinishedFileError
from maif.file.access import WINDOW, Access
from maif.file.block import Block, BlockContext
from maif.file.claims import findings
from maif.file.format import (
    BLOCK_HEADER,
    FILE_HEADER,
    FOOTER,
    INDEX_ENTRY,
    SECTION_LENGTH,
    FileHeader,
    announced_size,
    read_index,
    walk,
)
from maif.file.integrity import key_from_field
from maif.file.lock import StrPath
from maif.file.metadata import Limits, decode_metadata
from maif.file.provenance import Entry, read_entries
from maif.remote import open_anywhere

if TYPE_CHECKING:
    import numpy as np

_CHECKED = 1 << 14  # bytes, after which reading asks whether the file was cut off: for each block would take too long
_PIECE = 1 << 16  # bytes of JSON that are decoded together


class OpenedFile:
    """A file that was opened for reading: what a `BlockStorage` stands on.

    Its offsets were checked against its size, so that what reads by them may rely on them. `finished` says whether
    the closing sections are there; `blocks_end` is where the blocks of a finished file end, else the file.
    """

    def __init__(self, path: StrPath | Access, *, mapped: bool, limits: Limits, allow_unfinished: bool) -> None:
        self.file = open_anywhere(path, mapped=mapped)
        self.path = self.file.path
        self.limits = limits
        self._offsets: array[int] | None = None  # only where the index cannot be used
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

    def _read_header(self) -> FileHeader:
        try:
            return FileHeader.unpack(self.file.read(0, min(FILE_HEADER.size, self.file.size)))
        except FormatError as error:
            raise FormatError(error.what, path=self.path, offset=0) from None

    def refresh(self) -> None:
        """Look at the file again: it may have grown, or been finished."""
        self._offsets = None
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

    def close(self) -> None:
        """Close the file. Blocks and views that are still held stay valid."""
        self.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def unchanged(self) -> bool:
        """Say whether the file is still as it was when it was opened: an appending writer replaces the index."""
        return self.file.read(0, FILE_HEADER.size) == self._packed_header

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

    def _index_pieces(self) -> Iterator[memoryview]:
        """Yield the index of a finished file in pieces; from far away in larger ones."""
        size = INDEX_ENTRY.size << (16 if self.file.far else 12)
        if self.finished:
            for start in range(self.header.index_offset, self.footer_offset, size):
                yield self.file.read(start, min(size, self.footer_offset - start))

    def _entry(self, number: int) -> tuple[int, int]:
        """Return offset and size of a block."""
        if self._offsets is None and self.finished:
            at = self.header.index_offset + number * INDEX_ENTRY.size
            offset, size, _, _ = INDEX_ENTRY.unpack(self.file.read(at, INDEX_ENTRY.size))
            if self.unchanged():
                return offset, size
        offset = self._walked_offsets()[number]
        return offset, announced_size(self.file.read(offset, 8), any_type=self.finished)

    def _walked_offsets(self) -> array[int]:
        """Return the offsets of the blocks, found by walking over them: for a file whose index cannot be used."""
        if self._offsets is None:
            self.file.keep()
            offsets = array("Q", (offset for offset, _ in self.frames()))
            if not self.finished and offsets and not self._last_is_whole(offsets[-1]):
                offsets.pop()
            self._offsets = offsets
        return self._offsets

    def _last_is_whole(self, offset: int) -> bool:
        """Say whether an unfinished file's last block is what its hash says: its writer may be at work on it."""
        size = announced_size(self.file.read(offset, 8))
        return not any(
            findings(Block(self.file.read(offset, size), 0, offset, BlockContext(self.path, self.limits, None, None)))
        )

    def provenance(self) -> Iterator[Entry]:
        """Yield the entries of the provenance section, one by one; raise `FormatError` where they are malformed."""
        self._check_finished()
        offset, limit = self.header.provenance_offset, self.header.security_offset
        start, end = self._extent(offset, limit, self.file.read(offset, SECTION_LENGTH.size))
        return read_entries(self.file.windows(start, end, _PIECE))

    def security(self) -> dict[str, Any]:
        """Return the security section: who signed the file, with which key. Raises `FormatError`."""
        offset, limit = self.header.security_offset, self.header.index_offset
        self._check_finished()
        look = self.file.read(offset, min(limit - offset, _PIECE))  # in most files the whole section: one request
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
