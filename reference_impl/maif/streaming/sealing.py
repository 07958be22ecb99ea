"""Sealing blocks: each is hashed, linked to the one before, entered into chain and index, and signed if asked for."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maif.file.format import BLOCK_HEADER, INDEX_ENTRY, UNSIGNED, BlockHeader, Frame, frame_block, type_name
from maif.file.integrity import Chain, content_hash, signature_field
from maif.file.output import Output
from maif.file.provenance import ProvenanceLog, add_action
from maif.file.spill import Spill

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LARGE = 1 << 18  # bytes; from here on a block's data is written on a second core while the first one hashes it

# size, type code, flags, timestamp, id, data as it will be stored, encoded metadata
PendingBlock = tuple[int, int, int, int, bytes, bytes | memoryview, bytes]


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


class BlockSealer:
    """Turns blocks into the bytes that are written for them, and enters them into the books.

    With a `key` it signs each block, and adds a provenance entry for it.
    """

    def __init__(self, output: Output, books: Books, key: Ed25519PrivateKey | None) -> None:
        self._output = output
        self._books = books
        self._key = key
        self._pool: ThreadPoolExecutor | None = None

    def seal(self, blocks: Sequence[PendingBlock], position: int) -> tuple[int, list[bytes | memoryview]]:
        """Seal blocks that will lie at `position`, one behind the other.

        Returns their size, and the bytes that are to be written for them there. The content of a large block that
        comes alone is in its place already when this returns.
        """
        offset, previous = position, self._books.chain.last_hash
        parts: list[bytes | memoryview] = []
        hashes: list[bytes] = []
        headers: list[bytes] = []
        entries: list[bytes] = []
        for size, type_code, flags, timestamp, block_id, data, encoded in blocks:
            small = size < LARGE or len(blocks) > 1
            digest = content_hash(data, encoded) if small else self._write_ahead(offset, data, encoded)
            frame = frame_block(data, encoded, type_code, flags, timestamp, block_id, previous, digest)
            if self._key is not None:
                frame = self._signed(frame, self._key)
            parts += frame if small else frame[:3]
            hashes.append(digest)
            headers += (frame[0], frame[2])
            entries.append(INDEX_ENTRY.pack(offset, size, type_code, flags))
            offset, previous = offset + size, digest
        self._books.chain.add(b"".join(hashes), b"".join(headers))
        self._books.index.write(b"".join(entries))
        return offset - position, parts

    def _write_ahead(self, offset: int, data: bytes | memoryview, encoded: bytes) -> bytes:
        """Return the content hash of a large block, while its content is written to its place on the second core.

        Its header comes after that: before it is there, nobody takes these bytes for a block.
        """
        self._pool = self._pool or ThreadPoolExecutor(1, "maif-writer")
        writing = self._pool.submit(self._output.write_at, offset + BLOCK_HEADER.size, data, encoded)
        try:
            return content_hash(data, encoded)
        finally:
            writing.result()

    def _signed(self, frame: Frame, key: Ed25519PrivateKey) -> Frame:
        """Return a block's parts with its signature among them; enter the block into provenance."""
        head, _, tail, data, encoded = frame
        header = BlockHeader.unpack(head + UNSIGNED + tail)
        signature = signature_field(key, b"".join((header.signed_part, data, encoded)))
        described = {"block_id": header.block_id.hex(), "size": len(data)}
        action = add_action(type_name(header.block_type))
        self._books.provenance.add(action, header.content_hash.hex(), header.timestamp, described)
        return head, signature, tail, data, encoded

    def close(self) -> None:
        """End the thread that wrote large blocks, if there is one."""
        if self._pool is not None:
            self._pool.shutdown()
