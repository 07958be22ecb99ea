"""Writing blocks: each is hashed, linked to the one before, signed if asked for, written, entered into the books."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maif.file.format import BLOCK_HEADER, INDEX_ENTRY, UNSIGNED, BlockHeader, Frame, frame_block, type_name
from maif.file.integrity import Chain, content_hash, joined, signature_field
from maif.file.output import Output
from maif.file.provenance import ProvenanceLog, Told, add_action
from maif.file.spill import Spill
from maif.threads import submit

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LARGE = 1 << 18  # bytes; from here on a block's data is written on a second core while the first one hashes it


PendingBlock = tuple[int, int, int, int, bytes, bytes | memoryview, bytes]
"""A block as it will stand in the file: size, type code, flags, timestamp, id, data, metadata. (A plain tuple: one is
made for every block.)"""


@dataclass(frozen=True, slots=True)
class Books:
    """What is known of the blocks of a file that is being written."""

    chain: Chain
    index: Spill
    provenance: ProvenanceLog

    def close(self) -> None:
        """Forget it all."""
        self.provenance.close()
        self.index.close()


class BlockWriter:
    """Writes blocks to a file, one behind the other, and enters them into the books.

    With a `key` it signs each block, and adds a provenance entry for it.
    """

    def __init__(self, output: Output, books: Books, key: Ed25519PrivateKey | None) -> None:
        self._output = output
        self._books = books
        self._key = key
        self._pool: ThreadPoolExecutor | None = None

    def write(self, blocks: Sequence[PendingBlock], position: int) -> int:
        """Write blocks from `position` on, all by one call; return where they end.

        A large block that comes alone is written while it is hashed. Raises `LimitError` before anything has changed.
        """
        ahead = len(blocks) == 1 and blocks[0][0] >= LARGE
        offset, previous = position, self._books.chain.last_hash
        parts: list[bytes | memoryview] = []
        hashes: list[bytes] = []
        headers: list[bytes] = []
        entries: list[bytes] = []
        told: list[Told] = []
        for size, type_code, flags, timestamp, block_id, data, metadata in blocks:
            if ahead:
                with self._writing(offset + BLOCK_HEADER.size, data, metadata):
                    digest = content_hash(data, metadata)
            else:
                digest = content_hash(data, metadata)
            frame = frame_block(data, metadata, type_code, flags, timestamp, block_id, previous, digest)
            if self._key is not None:
                frame, tells = _signed(frame, self._key)
                told.append(tells)
            parts += frame[:3] if ahead else frame
            hashes.append(digest)
            headers += (frame[0], frame[2])
            entries.append(INDEX_ENTRY.pack(offset, size, type_code, flags))
            offset, previous = offset + size, digest
        books = self._books
        signed_entries = books.provenance.signed(told)
        with self._writing(position, b"".join(parts)):
            books.chain.add(b"".join(hashes), b"".join(headers))
            books.index.write(b"".join(entries))
            books.provenance.append(signed_entries)
        return offset

    @contextmanager
    def _writing(self, position: int, *parts: bytes | memoryview) -> Iterator[None]:
        """Write the parts, one after the other; large ones on the second core, while this one goes on with the body.

        The header of a large block comes after its content: before it is there, nobody takes these bytes for a block.
        """
        if sum(map(len, parts)) < LARGE:
            self._output.write_at(position, *parts)
            yield
            return
        self._pool = self._pool or ThreadPoolExecutor(1, "maif-writer")
        writing = submit(self._pool, self._output.write_at, position, *parts)
        try:
            yield
        finally:
            writing.result()

    def close(self) -> None:
        """End the thread that wrote large blocks, if there is one."""
        if self._pool is not None:
            self._pool.shutdown()


def _signed(frame: Frame, key: Ed25519PrivateKey) -> tuple[Frame, Told]:
    """Return a block's parts with its signature among them, and what the provenance tells of it."""
    head, _, tail, data, metadata = frame
    header = BlockHeader.unpack(head + UNSIGNED + tail)
    with joined(header.signed_part, data, metadata) as message:
        signature = signature_field(key, message)
    described = {"block_id": header.block_id.hex(), "size": len(data)}
    action = add_action(type_name(header.block_type))
    return (head, signature, tail, data, metadata), (action, header.content_hash.hex(), header.timestamp, described)
