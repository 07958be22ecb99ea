"""The other implementation's records: ours, as dataclasses that can be changed; `maif.file` packs and hashes them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar, Self

from maif.compat.kinds import (
    FORMAT_VERSION_MAJOR,
    FORMAT_VERSION_MINOR,
    MAGIC_FOOTER,
    MAGIC_HEADER,
    BlockFlags,
    FileFlags,
    SecureBlockType,
    kind_of,
)
from maif.errors import FormatError
from maif.file.format import BLOCK_HEADER, FILE_HEADER, FOOTER, BlockHeader, FileHeader, Footer
from maif.file.integrity import content_hash
from maif.file.merkle import NO_HASH
from maif.file.metadata import encode_metadata
from maif.file.provenance import entry_hash


def _values(record: Any) -> list[Any]:
    return [getattr(record, name.name) for name in fields(record)]


def _whole(data: bytes, size: int) -> bytes:
    """Return the first `size` bytes; raise `FormatError` (a `ValueError`) where there are fewer."""
    if len(data) < size:
        raise FormatError(f"the record has {size} bytes, here are {len(data)}", offset=0)
    return bytes(data[:size])


@dataclass
class SecureFileHeader:
    """The first 444 bytes of a file. Times are microseconds since the epoch.

    >>> header = SecureFileHeader(agent_did="did:maif:scribe", flags=FileFlags.SIGNED)
    >>> SecureFileHeader.unpack(header.pack()).flags.name
    'SIGNED'
    """

    magic: bytes = MAGIC_HEADER
    version_major: int = FORMAT_VERSION_MAJOR
    version_minor: int = FORMAT_VERSION_MINOR
    flags: int = FileFlags.NONE
    created: int = 0
    modified: int = 0
    file_id: bytes = bytes(16)
    creator_id: bytes = bytes(16)
    agent_did: bytes | str = bytes(64)
    block_count: int = 0
    provenance_offset: int = 0
    security_offset: int = 0
    index_offset: int = 0
    merkle_root: bytes = NO_HASH
    file_signature: bytes = bytes(256)
    reserved: bytes = bytes(4)

    HEADER_SIZE: ClassVar[int] = FILE_HEADER.size

    def _record(self) -> FileHeader:
        record = FileHeader(*_values(self))
        return record._replace(agent_did=self.agent_did.encode()) if isinstance(self.agent_did, str) else record

    def pack(self) -> bytes:
        """Return the 444 bytes."""
        return self._record().pack()

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Read a header, whatever its magic is; raise `FormatError` (a `ValueError`) where there are too few bytes."""
        return cls.of(FileHeader._make(FILE_HEADER.unpack(_whole(data, cls.HEADER_SIZE))))

    @classmethod
    def of(cls, record: FileHeader) -> Self:
        """Return our header as theirs."""
        return cls(*record._replace(flags=FileFlags(record.flags)))

    def get_signable_data(self) -> bytes:
        """Return the bytes that the file signature covers."""
        return self._record().signed_part


@dataclass
class SecureBlockHeader:
    """The 372 bytes before a block's data. `size` counts header, data and metadata.

    >>> header = SecureBlockHeader(size=400, block_type=SecureBlockType.TEXT, metadata_size=2)
    >>> SecureBlockHeader.unpack(header.pack()) == header, len(header.get_signable_data())
    (True, 108)
    >>> SecureBlockHeader.unpack(b"too short")
    Traceback (most recent call last):
    maif.errors.FormatError: offset 0: the record has 372 bytes, here are 9
    """

    size: int = 0
    block_type: int = 0
    flags: int = BlockFlags.NONE
    version: int = 1
    timestamp: int = 0
    block_id: bytes = bytes(16)
    previous_hash: bytes = NO_HASH
    content_hash: bytes = NO_HASH
    signature: bytes = bytes(256)
    metadata_size: int = 0
    reserved: bytes = bytes(8)

    HEADER_SIZE: ClassVar[int] = BLOCK_HEADER.size

    def pack(self) -> bytes:
        """Return the 372 bytes."""
        return BlockHeader(*_values(self)).pack()

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Read a header; raise `FormatError` (a `ValueError`) where there are too few bytes."""
        return cls.of(BlockHeader.unpack(_whole(data, cls.HEADER_SIZE)))

    @classmethod
    def of(cls, record: BlockHeader) -> Self:
        """Return our header as theirs."""
        return cls(*record._replace(type_code=kind_of(record.type_code), flags=BlockFlags(record.flags)))

    def get_signable_data(self) -> bytes:
        """Return what comes before data and metadata in the bytes that a block's signature covers."""
        return BlockHeader(*_values(self)).signed_part


@dataclass
class FileFooter:
    """The last 48 bytes of a file: its size, and the SHA-256 of all that comes before.

    >>> FileFooter.unpack(FileFooter(total_size=492).pack()).total_size
    492
    """

    magic: bytes = MAGIC_FOOTER
    total_size: int = 0
    checksum: bytes = NO_HASH
    reserved: int = 0

    FOOTER_SIZE: ClassVar[int] = FOOTER.size

    def pack(self) -> bytes:
        """Return the 48 bytes."""
        return Footer(*_values(self)).pack()

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Read a footer; raise `FormatError` (a `ValueError`) where there are too few bytes."""
        return cls(*Footer.unpack(_whole(data, cls.FOOTER_SIZE)))


@dataclass
class ProvenanceEntry:
    """One entry of the provenance chain.

    >>> entry = ProvenanceEntry(0, "scribe", "did:maif:scribe", "genesis", "")
    >>> entry.calculate_hash() == entry.entry_hash, ProvenanceEntry.from_dict(entry.to_dict()) == entry
    (True, True)
    """

    timestamp: int
    agent_id: str
    agent_did: str
    action: str
    block_hash: str
    entry_hash: str = ""
    previous_entry_hash: str = ""
    signature: bytes = b""
    chain_position: int = 0
    metadata: dict[str, Any] = field(default_factory=dict)

    def calculate_hash(self) -> str:
        """Set the entry's hash to what it should be, and return it, 64 hex digits."""
        self.entry_hash = entry_hash(self.to_dict())
        return self.entry_hash

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as it stands in a file: the signature in hex digits."""
        return asdict(self) | {"signature": self.signature.hex()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Return the entry that `to_dict` gave; raise `FormatError` where the dict is none."""
        known = {name.name: data[name.name] for name in fields(cls) if name.name in data}
        try:
            signature = known.get("signature") or b""
            known["signature"] = bytes.fromhex(signature) if isinstance(signature, str) else bytes(signature)
            return cls(**{"agent_did": ""} | known)
        except (TypeError, ValueError) as error:
            raise FormatError(f"not a provenance entry: {error}") from None


@dataclass
class SecureBlock:
    """A block: header, data and metadata.

    >>> block = SecureBlock(SecureBlockHeader(block_type=SecureBlockType.IMAGE), b"abc")
    >>> block.block_type_name, block.get_content_hash().hex()[:16]
    ('IMAGE', 'ba7816bf8f01cfea')
    """

    header: SecureBlockHeader
    data: bytes
    metadata: dict[str, Any] | None = field(default_factory=lambda: None)  # no attribute of the class: see StoredBlock

    @property
    def block_id(self) -> str:
        """The block's id, 32 hex digits."""
        return self.header.block_id.hex()

    @property
    def block_type(self) -> int:
        """The block's type."""
        return self.header.block_type

    @property
    def block_type_name(self) -> str:
        """The name of the block's type."""
        kind = kind_of(self.header.block_type)
        return _SHORT_NAMES.get(kind.name, kind.name) if isinstance(kind, SecureBlockType) else "UNKNOWN"

    def get_content_hash(self) -> bytes:
        """Return what the block's content hash should be."""
        return content_hash(self.data, encode_metadata(self.metadata))


_SHORT_NAMES = {"EMBEDDINGS": "EMBED", "KNOWLEDGE": "KNOW", "METADATA": "META"}
