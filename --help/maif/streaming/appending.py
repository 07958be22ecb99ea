"""Reopening a finished file: check where its chain ends, save what will be overwritten, and clear the way.

New blocks take the place of the closing sections. These, and the header, first go into a file beside (`<name>.undo`),
from which `maif.recovery` restores them should the writer die.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from maif.block_storage import BlockStorage
from maif.errors import FormatError, IntegrityError, InvalidArgumentError
from maif.file.claims import findings
from maif.file.format import FILE_HEADER, FOOTER, INDEX_ENTRY, BlockFlag, FileHeader, announced_size
from maif.file.integrity import Chain, key_field, signature_holds
from maif.file.output import Output, sync_folder
from maif.file.placing import beside
from maif.file.provenance import vouched_entries
from maif.file.spill import Spill
from maif.streaming.block_writer import Books


def undo_paths(path: str, file_id: bytes | None = None) -> Iterator[str]:
    """Yield where appending writers have saved what they overwrote in the file at `path`.

    With a `file_id` only what belongs to this very file counts. Other files of such a name are somebody's own.
    """
    for name in _undo_names(path):
        saved = _saved_header(name)
        if saved is not None and file_id in (None, saved.file_id):
            yield name


def remove_undo(path: str, file_id: bytes | None = None) -> None:
    """Forget what was saved: the file is whole without it."""
    for name in list(undo_paths(path, file_id)):
        os.unlink(name)


def _undo_names(path: str) -> Iterator[str]:
    yield f"{path}.undo"
    yield from (f"{path}.undo-{number}" for number in range(2, 10))


def _saved_header(name: str) -> FileHeader | None:
    """Return the header in a file that an appending writer saved; None where it is something else.

    It holds a finished file's header and closing sections, so that it ends before the header says that the file does.
    """
    try:
        with open(name, "rb") as file:
            header = FileHeader.unpack(file.read(FILE_HEADER.size))
            size = os.fstat(file.fileno()).st_size
    except (OSError, FormatError):
        return None
    end = header.index_offset + header.block_count * INDEX_ENTRY.size + FOOTER.size
    without_blocks = end - (header.provenance_offset - FILE_HEADER.size)
    return header if header.finalized and without_blocks <= size and (size < end or without_blocks == end) else None


def resume(output: Output, path: str, public_key: bytes, books: Books) -> tuple[FileHeader, bool | None]:
    """Take a finished file's chain, index and provenance over, and make room for blocks after its last one.

    Returns the header as it was, and whether the blocks are signed one by one (None if there are no blocks).

    Nothing is written before all is checked: that the key is the file's own, that its signature and provenance cover
    what the blocks add up to, that the last block is what it says. (All that is signed anew here was signed before:
    otherwise appending would lend the key to whoever changed the file.) Raises `InvalidArgumentError` for another key,
    and `IntegrityError` or another `FormatError` for a file that does not hold.

    The header says that the file is unfinished, on the disk too, before anything else of it changes.
    """
    chain = books.chain
    with BlockStorage(path) as storage:
        header, size = storage.header, storage.file.size
        if storage.public_key() != public_key:
            raise InvalidArgumentError(f"{output.path}: appending needs the private key that the file was written with")
        sign_blocks, unsigned = _take_over_blocks(storage, chain, books.index, public_key)
        _check(storage, signature_holds(public_key, header.signature, header.signed_part), "signature")
        _check(storage, chain.count == header.block_count, "number of blocks")
        _check(storage, chain.root() == header.merkle_root, "Merkle root")
        for entry in vouched_entries(storage.provenance(), public_key, header, chain, unsigned):
            books.provenance.take_over(entry)
        _save(storage, path)
    output.write_at(0, header._replace(flags=0, signature=key_field(public_key)).pack())
    output.sync()
    output.clear(header.provenance_offset, size)
    return header, sign_blocks


def _check(storage: BlockStorage, holds: bool, what: str) -> None:
    if not holds:
        raise IntegrityError(f"the file's {what} does not hold: see what `maif verify` says", path=storage.path)


def _take_over_blocks(storage: BlockStorage, chain: Chain, index: Spill, key: bytes) -> tuple[bool | None, int]:
    """Return whether the last block is signed, and how many are not."""
    block, unsigned = None, 0
    for block in storage.whole_blocks():
        header = block.header
        follows = not any(findings(block, previous=chain.last_hash, digest=header.content_hash))
        _check(storage, follows, f"chain at block {chain.count}")
        if not announced_size(block.frame):
            what = f"block {chain.count} is of an unknown type, {header.block_type!r}, which a follower cannot pass"
            raise InvalidArgumentError(f"{storage.path}: {what}: copy the blocks into a new file")
        chain.add_frame(block.frame)
        index.write(INDEX_ENTRY.pack(block.offset, header.size, header.type_code, header.flags))
        unsigned += not header.flags & BlockFlag.SIGNED
    if block is None:
        return None, 0
    _check(storage, not any(findings(block, key=key)), "last block")
    return bool(block.header.flags & BlockFlag.SIGNED), unsigned


def _save(storage: BlockStorage, path: str) -> None:
    """Write the header and everything after the blocks beside the file, durably."""
    header = storage.header
    own = set(undo_paths(path))
    name = next((name for name in _undo_names(path) if name in own or not os.path.lexists(name)), None)
    if name is None:
        raise InvalidArgumentError(f"{path}.undo, and up to {path}.undo-9, are taken by other files: move them away")
    with beside(path, "undo", Output) as (saved, temporary):
        saved.write_at(0, header.pack())
        saved.write_all(FILE_HEADER.size, storage.file.windows(header.provenance_offset, storage.file.size))
        saved.sync()
        os.replace(temporary, name)
    sync_folder(os.path.dirname(path))
