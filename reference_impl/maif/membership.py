"""Proving that a block is in a signed file, without the file: the header, and one hash for each level of the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from maif.block_storage import BlockStorage
from maif.errors import FormatError, InvalidTypeError, OutOfRangeError
from maif.file.format import FILE_HEADER, NO_METADATA, FileHeader
from maif.file.integrity import content_hash, load_public_key, signature_holds
from maif.file.lock import StrPath
from maif.file.merkle import climb, siblings

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

    from maif.file.integrity import PublicKey


class MembershipProof(NamedTuple):
    """What shows that block number `block` of a file has a certain content: some 444 bytes, and 32 a level of the tree.

    `header` is the file's signed header as it lies in the file, `siblings` the hashes beside the way from the block to
    the root, the lowest first.
    """

    block: int
    header: bytes
    siblings: tuple[bytes, ...]

    def holds(self, data: ReadableBuffer, metadata: ReadableBuffer = NO_METADATA, *, trusted_key: PublicKey) -> bool:
        """Say whether the holder of `trusted_key` signed a file that has exactly this content there.

        `data` and `metadata` are the bytes as they are stored. The proof says nothing about the block's type, id or
        time, and nothing about what stands elsewhere in the file. Raises `InvalidTypeError` for text.
        """
        key = load_public_key(trusted_key)
        if isinstance(data, str) or isinstance(metadata, str):
            raise InvalidTypeError("data and metadata are bytes, as they are stored: encode the text")
        try:
            header = FileHeader.unpack(self.header)
        except FormatError:
            return False
        return (
            header.finalized
            and 0 <= self.block < header.block_count
            and len(self.siblings) == (header.block_count - 1).bit_length()
            and climb(content_hash(data, metadata), self.block, list(self.siblings)) == header.merkle_root
            and signature_holds(key, header.signature, header.signed_part)
        )


def prove_membership(path: StrPath, index: int) -> MembershipProof:
    """Return the proof that a finished file has the block at `index`, counted from 0.

    Reads the header of every block, and holds 32 bytes a block. Raises `UnfinishedFileError` where nobody signed the
    file yet, and `OutOfRangeError` where there is no such block.

    >>> from maif.streaming import MAIFStreamWriter
    >>> with MAIFStreamWriter("proved.maif") as writer:
    ...     ids = [writer.write_text_chunk(text) for text in ("first", "second", "third")]
    >>> proof = prove_membership("proved.maif", 1)
    >>> proof.holds(b"second", trusted_key=writer.public_key), len(proof.siblings)
    (True, 2)
    >>> proof.holds(b"third", trusted_key=writer.public_key), proof.holds(b"second", trusted_key=bytes(32))
    (False, False)
    """
    with BlockStorage(path) as storage:
        if not 0 <= index < len(storage):
            raise OutOfRangeError(f"there is no block {index} in {path}: it has {len(storage)}, counted from 0")
        leaves = [block.header.content_hash for block in storage]
        return MembershipProof(index, bytes(storage.file.read(0, FILE_HEADER.size)), tuple(siblings(leaves, index)))
