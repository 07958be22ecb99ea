"""The other implementation's reader, on ours: a block is read when it is used, and verified as `maif verify` does.

So what that implementation does not look at is found as well: the file signature, provenance, index, and footer.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from maif.arguments import path_text
from maif.block_storage import BlockStorage
from maif.compat.kinds import BlockFlags, FileFlags, SecureBlockType, kind_of
from maif.compat.records import FileFooter, ProvenanceEntry, SecureBlock, SecureFileHeader
from maif.compat.stored import Blocks, Entries, StoredBlock
from maif.errors import FormatError
from maif.file.format import FOOTER
from maif.file.integrity import Chain
from maif.file.lock import StrPath
from maif.verification import VerifyReport, verify_file

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class StoredFile:
    """What all readers of a file share: it is opened when something of it is first needed."""

    def __init__(self, file_path: StrPath) -> None:
        self.file_path = path_text(file_path)
        self._report: VerifyReport | None = None
        self._tampered: frozenset[int] = frozenset()

    @cached_property
    def _storage(self) -> BlockStorage:
        return BlockStorage(self.file_path, allow_unfinished=True)

    def load(self) -> bool:
        """Open the file; return whether it is a finished MAIF file. What is wrong, `verify_integrity` tells."""
        return self._opens() and self._storage.finished

    def _opens(self) -> bool:
        try:
            return self._storage is not None
        except (FormatError, OSError):
            return False

    @property
    def file_header(self) -> SecureFileHeader | None:
        """The file's header; None where `load` gives False."""
        return SecureFileHeader.of(self._storage.header) if self.load() else None

    @property
    def footer(self) -> FileFooter | None:
        """The file's footer; None where `load` gives False."""
        if not self.load():
            return None
        storage = self._storage
        return FileFooter.unpack(bytes(storage.file.read(storage.footer_offset, FOOTER.size)))

    @property
    def provenance(self) -> Sequence[ProvenanceEntry]:
        """The entries of the provenance chain: a sequence that reads an entry when you use it.

        It is empty where `load` gives False. Using it raises `FormatError` where the section is damaged.
        """
        return self._entries if self.load() else []

    @cached_property
    def _entries(self) -> Entries:
        return Entries(self._storage.provenance)

    @property
    def security_info(self) -> dict[str, Any]:
        """Who signed the file, with which key; nothing where `load` gives False, or that is damaged."""
        try:
            return self._storage.security() if self.load() else {}
        except FormatError:
            return {}

    @property
    def key_algorithm(self) -> str:
        """The algorithm of the signatures."""
        return str(self.security_info.get("key_algorithm", "Ed25519"))

    @property
    def public_key(self) -> Ed25519PublicKey | None:
        """The key that the file names as its signer's; None where it names none."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            key = self._storage.public_key() if self.load() else None
        except FormatError:
            return None
        return Ed25519PublicKey.from_public_bytes(key) if key else None

    def verify_integrity(self) -> tuple[bool, list[str]]:
        """Check the whole file; return whether it holds, and what is wrong (the first thousand problems)."""
        try:
            report = self._report = verify_file(self.file_path)
        except OSError as error:
            return False, [str(error)]
        self._tampered = frozenset(problem.block for problem in report.errors if problem.block is not None)
        return report.ok, [str(problem) for problem in report.errors]

    def is_tampered(self) -> bool:
        """Say whether anything is wrong with the file."""
        if self._report is None:
            return not self.verify_integrity()[0]
        return not self._report.ok

    def get_tampered_blocks(self) -> list[int]:
        """Return the numbers of the blocks that are wrong, as far as the first thousand problems tell."""
        if self._report is None:
            self.verify_integrity()
        return sorted(self._tampered)

    def get_provenance(self) -> Sequence[ProvenanceEntry]:
        """Return the provenance chain."""
        return self.provenance

    def get_security_info(self) -> dict[str, Any]:
        """Return who signed the file, with which key."""
        return self.security_info

    def get_file_info(self) -> dict[str, Any]:
        """Return what the file says of itself; nothing where `load` gives False. Times are in microseconds."""
        header = self.file_header
        if header is None:
            return {}
        return {
            "file_id": header.file_id.hex(),
            "creator_id": header.creator_id.hex(),
            "agent_did": self._storage.header.did,
            "version": f"{header.version_major}.{header.version_minor}",
            "created": header.created,
            "modified": header.modified,
            "block_count": header.block_count,
            "merkle_root": header.merkle_root.hex(),
            "is_signed": bool(header.flags & FileFlags.SIGNED),
            "is_finalized": bool(header.flags & FileFlags.FINALIZED),
            "key_algorithm": self.key_algorithm,
        }

    @cached_property
    def _stored(self) -> Blocks[StoredBlock]:
        return Blocks(self._storage, lambda block, tampered: StoredBlock(block, tampered=tampered), self._tampered_now)

    def _tampered_now(self) -> frozenset[int]:
        return self._tampered

    def get_block(self, index: int) -> SecureBlock | None:
        """Return a block by its number; None if there is none."""
        return self._block(index)

    def _block(self, index: int) -> StoredBlock | None:
        return self._stored[index] if self._opens() and 0 <= index < len(self._stored) else None

    def get_text_content(self, block_index: int) -> str | None:
        """Return the text of a block; None if there is no such block, or it holds something else."""
        block = self._block(block_index)
        return block.data.decode() if block and block.block_type == SecureBlockType.TEXT else None

    def get_embeddings_content(self, block_index: int) -> list[list[float]] | None:
        """Return the vectors of a block; None if there is no such block, or it holds something else."""
        block = self._block(block_index)
        return block.vectors if block and block.block_type == SecureBlockType.EMBEDDINGS else None

    def _calculate_merkle_root(self) -> bytes:
        """Return the Merkle root over the blocks' content hashes. (That implementation's programs call it.)"""
        chain = Chain()
        for block in self._storage.whole_blocks():
            chain.add_frame(block.frame)
        return chain.root()

    def export_manifest(self) -> dict[str, Any]:
        """Return all there is to know of the file but its data, as values for JSON."""
        info = self.get_file_info()
        return {
            "maif_version": info.get("version"),
            "format": "secure",
            "file_info": info,
            "blocks": [_described(block, number) for number, block in enumerate(self._stored)] if info else [],
            "provenance": [entry.to_dict() for entry in self.provenance],
            "security": self.security_info,
            "integrity": {
                "verified": self._report is not None,
                "tampering_detected": self._report is not None and not self._report.ok,
                "tampered_blocks": sorted(self._tampered),
            },
        }


def _described(block: SecureBlock, number: int) -> dict[str, Any]:
    header, kind = block.header, kind_of(block.header.block_type)
    return {
        "index": number,
        "type": kind.name if isinstance(kind, SecureBlockType) else "UNKNOWN",
        "block_id": block.block_id,
        "size": header.size,
        "content_hash": header.content_hash.hex(),
        "timestamp": header.timestamp,
        "is_signed": bool(header.flags & BlockFlags.SIGNED),
        "is_tampered": bool(header.flags & BlockFlags.TAMPERED),
        "metadata": block.metadata,
    }


class SecureMAIFReader(StoredFile):
    """Reads and verifies a file; it opens it by itself, where you do not call `load`.

    >>> from maif.compat.secure_writer import SecureMAIFWriter
    >>> writer = SecureMAIFWriter("pair.maif", "scribe")
    >>> ids = [writer.add_text_block(text) for text in ("first", "second")]
    >>> reader = SecureMAIFReader(writer.finalize())
    >>> reader.verify_integrity(), [block.data for block in reader.blocks], reader.get_text_content(-1)
    ((True, []), [b'first', b'second'], None)
    """

    @property
    def blocks(self) -> Sequence[SecureBlock]:
        """All blocks, of an unfinished file the whole ones: a sequence that reads a block when you use it."""
        return self._stored if self._opens() else []

    def get_blocks(self) -> Sequence[SecureBlock]:
        """Return all blocks."""
        return self.blocks
