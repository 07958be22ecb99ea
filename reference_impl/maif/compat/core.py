"""The other implementation's `maif` and `maif.core`: encoder, decoder, parser, and short ways to use them."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from maif.compat.kinds import letters_of
from maif.compat.records import SecureBlock
from maif.compat.secure_format import (
    FORMAT_VERSION_MAJOR,
    FORMAT_VERSION_MINOR,
    MAGIC_FOOTER,
    MAGIC_HEADER,
    BlockFlags,
    BlockType,
    FileFlags,
    FileFooter,
    MAIFDecoder,
    MAIFEncoder,
    ProvenanceEntry,
    SecureBlockHeader,
    SecureFileHeader,
    create_maif,
    verify_maif,
)
from maif.compat.secure_reader import StoredFile
from maif.compat.stored import Blocks, StoredBlock
from maif.file.lock import StrPath
from maif.file.merkle import NO_HASH

__all__ = [
    "FORMAT_VERSION_MAJOR",
    "FORMAT_VERSION_MINOR",
    "MAGIC_FOOTER",
    "MAGIC_HEADER",
    "BlockFlags",
    "BlockType",
    "FileFlags",
    "FileFooter",
    "MAIFBlock",
    "MAIFDecoder",
    "MAIFEncoder",
    "MAIFHeader",
    "MAIFParser",
    "MAIFVersion",
    "ProvenanceEntry",
    "SecureBlock",
    "SecureBlockHeader",
    "SecureFileHeader",
    "create_maif",
    "quick_create",
    "quick_read",
    "quick_verify",
    "verify_maif",
]


@dataclass
class MAIFBlock:
    """A block, flat: its type in four letters, its hashes in hex digits.

    >>> block = MAIFBlock("TEXT", data=b"abc")
    >>> block.hash[:16], len(block.block_id or ""), block.to_dict()["type"]
    ('ba7816bf8f01cfea', 36, 'TEXT')
    """

    block_type: str
    offset: int = 0
    size: int = 0
    hash_value: str = ""
    version: int = 1
    previous_hash: str | None = None
    block_id: str | None = None
    metadata: dict[str, Any] | None = None
    data: bytes | None = None

    def __post_init__(self) -> None:
        self.block_id = self.block_id or str(uuid.uuid4())
        if self.data is not None and not self.hash_value:
            self.hash_value = hashlib.sha256(self.data).hexdigest()

    @property
    def hash(self) -> str:
        """The block's content hash, in hex digits."""
        return self.hash_value

    def to_dict(self) -> dict[str, Any]:
        """Return all but the data, as values for JSON."""
        return {
            "type": self.block_type,
            "block_type": self.block_type,
            "offset": self.offset,
            "size": self.size,
            "hash": self.hash_value,
            "version": self.version,
            "previous_hash": self.previous_hash,
            "block_id": self.block_id,
            "metadata": self.metadata or {},
        }

    @classmethod
    def from_secure_block(cls, block: SecureBlock, index: int = 0) -> Self:
        """Return a block in this form; `index` is not used."""
        header = block.header
        return cls(
            block_type=letters_of(header.block_type),
            offset=block.offset if isinstance(block, StoredBlock) else 0,
            size=header.size,
            hash_value=header.content_hash.hex(),
            version=header.version,
            previous_hash=header.previous_hash.hex() if header.previous_hash != NO_HASH else None,
            block_id=block.block_id,
            metadata=block.metadata,
            data=block.data,
        )


@dataclass
class MAIFVersion:
    """What was done to a block, when, and by whom.

    >>> version = MAIFVersion(2, 0.0, "scribe", "update", "abc123")
    >>> version.version_number, version.current_hash, version.to_dict()["operation"]
    (2, 'abc123', 'update')
    """

    version: int
    timestamp: float
    agent_id: str
    operation: str
    block_hash: str
    block_id: str | None = None
    previous_hash: str | None = None
    change_description: str | None = None

    @property
    def version_number(self) -> int:
        """The same as `version`."""
        return self.version

    @property
    def current_hash(self) -> str:
        """The same as `block_hash`."""
        return self.block_hash

    def to_dict(self) -> dict[str, Any]:
        """Return all of it, as values for JSON."""
        return vars(self) | {"current_hash": self.block_hash}


@dataclass
class MAIFHeader:
    """What a file says of itself, in short. `created_timestamp` is in seconds since the epoch: now, if none is given.

    >>> MAIFHeader(creator_id="scribe", created_timestamp=1.5)
    MAIFHeader(version='2.1', created_timestamp=1.5, creator_id='scribe', root_hash=None, agent_id=None)
    """

    version: str = f"{FORMAT_VERSION_MAJOR}.{FORMAT_VERSION_MINOR}"
    created_timestamp: float | None = None
    creator_id: str | None = None
    root_hash: str | None = None
    agent_id: str | None = None

    def __post_init__(self) -> None:
        if self.created_timestamp is None:
            self.created_timestamp = time.time()


class MAIFParser(StoredFile):
    """A decoder that shows blocks as `MAIFBlock`s; it opens its file by itself.

    >>> parser = MAIFParser(quick_create("short.maif", texts=["hello"]))
    >>> [block.block_type for block in parser.blocks], [entry.action for entry in parser.provenance]
    (['TEXT'], ['genesis', 'add_text_block', 'finalize'])
    >>> parser.verify(), parser.get_block_data(0), parser.get_block_data(1)
    ((True, []), b'hello', None)
    """

    @property
    def blocks(self) -> Sequence[MAIFBlock]:
        """All blocks, of an unfinished file the whole ones: a sequence that reads a block when you use it."""
        return self._flat if self._opens() else []

    @cached_property
    def _flat(self) -> Blocks[MAIFBlock]:
        return Blocks(
            self._storage, lambda block, _: MAIFBlock.from_secure_block(StoredBlock(block)), self._tampered_now
        )

    @property
    def header(self) -> MAIFHeader | None:
        """What the file says of itself; None where `load` gives False."""
        info = self.get_file_info()
        if not info:
            return None
        return MAIFHeader(
            version=info["version"],
            created_timestamp=info["created"] / 1e6,
            creator_id=info["creator_id"],
            root_hash=info["merkle_root"],
            agent_id=info["agent_did"],
        )

    @property
    def file_info(self) -> dict[str, Any]:
        """What `get_file_info` gives."""
        return self.get_file_info()

    def get_blocks(self) -> Sequence[MAIFBlock]:
        """Return all blocks."""
        return self.blocks

    def get_block_data(self, index: int) -> bytes | None:
        """Return a block's data; None if there is no such block."""
        block = self.get_block(index)
        return block.data if block else None

    def verify(self) -> tuple[bool, list[str]]:
        """Check the whole file; return whether it holds, and what is wrong."""
        return self.verify_integrity()


def quick_create(
    output_path: StrPath,
    texts: Iterable[str] | None = None,
    embeddings: Any = None,
    agent_id: str = "default-agent",
    metadata: dict[str, Any] | None = None,
) -> str:
    """Write a file of texts, each with its number in the metadata, and of embeddings; return its path.

    >>> MAIFDecoder(quick_create("quick.maif", ["a", "b"])).blocks[1].metadata
    {'index': 1}
    """
    encoder = MAIFEncoder(output_path, agent_id)
    for index, text in enumerate(texts or ()):
        encoder.add_text_block(text, {"index": index} | (metadata or {}))
    if embeddings is not None and len(embeddings):
        encoder.add_embeddings_block(embeddings, metadata)
    return encoder.finalize()


def quick_verify(file_path: StrPath) -> bool:
    """Say whether a file holds.

    >>> quick_verify(quick_create("quick.maif", ["a"])), quick_verify("missing.maif")
    (True, False)
    """
    return verify_maif(file_path)[0]


def quick_read(file_path: StrPath) -> dict[str, Any]:
    """Return all there is to know of a file but its data (see `SecureMAIFReader.export_manifest`).

    >>> [block["type"] for block in quick_read(quick_create("quick.maif", ["a"]))["blocks"]]
    ['TEXT']
    """
    return MAIFDecoder(file_path).export_manifest()
