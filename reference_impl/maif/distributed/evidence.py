"""Trusting a file that many tasks read: each checks its blocks, one checks what they add up to.

What a task says of its blocks is 148 bytes a block: the content hash, a leaf of the Merkle tree, and the header without
its signature field, which goes into the hash of all headers. Both are signed, so whoever has them in order can tell
whether the file is whole without reading a block.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from maif.block_storage import BlockStorage
from maif.distributed.partitions import Partition, iterate, opened
from maif.errors import IntegrityError
from maif.file.block import Block
from maif.file.claims import findings
from maif.file.format import (
    BLOCK_AT,
    BLOCK_HEADER,
    FILE_HEADER,
    LOW_FLAGS_AT,
    SIZE_TYPE_FLAGS,
    BlockFlag,
    without_signature,
)
from maif.file.integrity import Chain
from maif.file.merkle import NO_HASH
from maif.streaming.vouching import check_cover, signing_key, trusted_signer

_HEADER = len(without_signature(bytes(BLOCK_HEADER.size)))
_HASH_AT, _PREVIOUS_AT = BLOCK_AT["content_hash"], BLOCK_AT["previous_hash"]


class Evidence(NamedTuple):
    """What the blocks of a partition contribute: content hashes and headers, end to end; how many are not signed."""

    content_hashes: bytes
    headers: bytes
    unsigned: int


class Checking:
    """Checks blocks that follow each other, each for itself and against the one before, and gathers their evidence."""

    def __init__(self, storage: BlockStorage, first: int) -> None:
        self._storage = storage
        self._key = storage.public_key() or b""
        self._previous = None if first else NO_HASH
        self._hashes: list[bytes] = []
        self._headers: list[bytes] = []
        self._unsigned = 0

    def check(self, block: Block) -> Block:
        """Return the next block; raise `IntegrityError` if it does not hold."""
        for what, _ in findings(block, previous=self._previous, key=self._key):
            raise IntegrityError(what, path=self._storage.path, block=block.index, offset=block.offset)
        raw = bytes(block.frame[: BLOCK_HEADER.size])
        self._previous = raw[_HASH_AT : _HASH_AT + 32]
        self._hashes.append(self._previous)
        self._headers.append(without_signature(raw))
        self._unsigned += not raw[LOW_FLAGS_AT] & BlockFlag.SIGNED.value
        return block

    def evidence(self) -> Evidence:
        """Return what the blocks add up to."""
        return Evidence(b"".join(self._hashes), b"".join(self._headers), self._unsigned)


def read_checked(partition: Partition) -> tuple[list[Block], Evidence]:
    """Return the blocks of a partition, and what they add up to; raise `IntegrityError` for the first that is wrong."""
    with opened(partition.path, partition.fingerprint) as storage:
        checking = Checking(storage, partition.blocks.first)
        blocks = [checking.check(block) for block in iterate(storage, partition.blocks)]
    return blocks, checking.evidence()


def check_file(partitions: Sequence[Partition], evidence: Sequence[Evidence], trusted_key: bytes | None) -> None:
    """Check that what all partitions of a file add up to is what its key signed, and what its index says.

    Raises `IntegrityError`: where neighbours do not follow each other, where the index differs from the blocks, or
    where root, headers, provenance or signer are others.
    """
    with opened(partitions[0].path, partitions[0].fingerprint) as storage:
        key = signing_key(storage, trusted_signer(storage, trusted_key))
        chain, offset, entries = Chain(), FILE_HEADER.size, storage.index_entries()
        for partition, (hashes, headers, _) in zip(partitions, evidence, strict=True):
            if headers and headers[_PREVIOUS_AT : _PREVIOUS_AT + 32] != chain.last_hash:
                what, number = "the block does not follow the one before it", partition.blocks.first
                raise IntegrityError(what, path=storage.path, block=number, offset=partition.blocks.begin)
            for at in range(0, len(headers), _HEADER):
                size, type_code, flags = SIZE_TYPE_FLAGS.unpack_from(headers, at)
                if next(entries, None) != (offset, size, type_code, flags):
                    number = partition.blocks.first + at // _HEADER
                    raise IntegrityError("the index says otherwise", path=storage.path, block=number, offset=offset)
                offset += size
            chain.add(hashes, headers)
        check_cover(storage, key, chain, sum(part.unsigned for part in evidence))
