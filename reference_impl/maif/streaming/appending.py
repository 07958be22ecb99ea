"""Reopening a finished file: check where its chain ends, save what will be overwritten, and clear the way.

New blocks take the place of the closing sections. These, and the header, first go into a file beside (`<name>.undo`),
from which `maif.recovery` restores them should the writer die.
"""

from __future__ import annotations

import contextlib
import os

from maif.block_storage import BlockStorage
from maif.errors import IntegrityError, InvalidArgumentError
from maif.file.format import BLOCK_HEADER, FILE_HEADER, INDEX_ENTRY, BlockFlag, BlockHeader, FileHeader, announced_size
from maif.file.integrity import Chain, content_hash, key_field, signature_holds
from maif.file.output import Output, beside, sync_folder
from maif.file.provenance import vouched_entries
from maif.file.spill import Spill
from maif.streaming.sealing import Books


def undo_path(path: str) -> str:
    """Return where an appending writer saves what it overwrites."""
    return f"{path}.undo"


def remove_undo(path: str) -> None:
    """Forget what was saved: the file is whole without it."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(undo_path(path))


def resume(output: Output, public_key: bytes, books: Books) -> tuple[FileHeader, bool | None]:
    """Take a finished file's chain, index and provenance over, and make room for blocks after its last one.

    Returns the header as it was, and whether the blocks are signed one by one (None if there are no blocks).

    Nothing is written before all is checked: that the key is the file's own, that its signature and provenance cover
    what the blocks add up to, that the last block is what it says. (All that is signed anew here was signed before:
    otherwise appending would lend the key to whoever changed the file.) Raises `InvalidArgumentError` for another key,
    and `IntegrityError` or another `FormatError` for a file that does not hold.
    """
    chain = books.chain
    with BlockStorage(output.path) as storage:
        header, size = storage.header, storage.file.size
        if storage.public_key() != public_key:
            raise InvalidArgumentError(f"{output.path}: appending needs the private key that the file was written with")
        sign_blocks, unsigned = _take_over_blocks(storage, chain, books.index)
        _check(storage, signature_holds(public_key, header.signature, header.signed_part), "signature")
        _check(storage, chain.count == header.block_count, "number of blocks")
        _check(storage, chain.root() == header.merkle_root, "Merkle root")
        for entry in vouched_entries(storage.provenance(), public_key, header, chain, unsigned):
            books.provenance.take_over(entry)
        _save(storage)
    output.write_at(0, header._replace(flags=0, signature=key_field(public_key)).pack())
    output.clear(header.provenance_offset, size)
    return header, sign_blocks


def _check(storage: BlockStorage, holds: bool, what: str) -> None:
    if not holds:
        raise IntegrityError(f"the file's {what} does not hold: see what `maif verify` says", path=storage.path)


def _take_over_blocks(storage: BlockStorage, chain: Chain, index: Spill) -> tuple[bool | None, int]:
    """Return whether the last block is signed, and how many are not."""
    header, frame, unsigned = None, memoryview(b""), 0
    for offset, frame in storage.frames():
        header = BlockHeader.unpack(frame)
        _check(storage, header.previous_hash == chain.last_hash, f"chain at block {chain.count}")
        if not announced_size(frame):
            what = f"block {chain.count} is of an unknown type, {header.block_type!r}, which a follower cannot pass"
            raise InvalidArgumentError(f"{storage.path}: {what}: copy the blocks into a new file")
        chain.add_frame(frame)
        index.write(INDEX_ENTRY.pack(offset, header.size, header.type_code, header.flags))
        unsigned += not header.flags & BlockFlag.SIGNED
    if header is None:
        return None, 0
    data_end = len(frame) - header.metadata_size
    data = frame[BLOCK_HEADER.size : data_end]
    _check(storage, content_hash(data, frame[data_end:]) == header.content_hash, "last block")
    return bool(header.flags & BlockFlag.SIGNED), unsigned


def _save(storage: BlockStorage) -> None:
    """Write the header and everything after the blocks beside the file, durably."""
    start, end = storage.header.provenance_offset, storage.file.size
    with beside(storage.path, "undo") as (saved, temporary):
        saved.write_at(0, storage.header.pack())
        saved.write_all(FILE_HEADER.size, storage.file.windows(start, end))
        saved.sync()
        os.replace(temporary, undo_path(storage.path))
    sync_folder(storage.path)
