"""The bytes of a MAIF file: records that pack and unpack themselves, and the walk over blocks.

    file header · blocks … · provenance · security · block index · footer

All integers are big-endian and unsigned. A record here is a frozen tuple of what the bytes say; whether they tell the
truth is for `maif.file.integrity` and `maif.verification` to find out.
"""

from __future__ import annotations

import enum
import re
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from maif.errors import FormatError, InvalidArgumentError

if TYPE_CHECKING:
    import numpy as np
    from _typeshed import ReadableBuffer

MAGIC, FOOTER_MAGIC, VERSION = b"MAIF", b"FIAM", (2, 1)
FILE_HEADER = struct.Struct(">4sHHIQQ16s16s64sIQQQ32s256s4s")
BLOCK_HEADER = struct.Struct(">IIIIQ16s32s32s256sI8s")
_BLOCK_HEAD, _BLOCK_TAIL = struct.Struct(">IIIIQ16s32s32s"), struct.Struct(">I8s")  # around the signature
INDEX_ENTRY = struct.Struct(">QQII")
FOOTER = struct.Struct(">4sQ32sI")
_SIZE_AND_TYPE = struct.Struct(">II")
SECTION_LENGTH = struct.Struct(">I")

UNSIGNED = bytes(256)  # the signature field of a block without a signature
NO_METADATA = b"{}"
_NO_METADATA_TAIL = _BLOCK_TAIL.pack(len(NO_METADATA), b"")
MAX_UINT32 = 2**32 - 1  # the most that a block's size, a section's length, or the number of blocks can be


class FileFlag(enum.IntFlag):
    """What the file header says of the file."""

    SIGNED, FINALIZED, PROVENANCE, ENCRYPTION = 1, 2, 4, 8


class BlockFlag(enum.IntFlag):
    """What a block header says of its block."""

    SIGNED, IMMUTABLE, ENCRYPTED, COMPRESSED, VERIFIED, TAMPERED = 1, 2, 4, 8, 16, 32


COVERED_FLAGS = MAX_UINT32 & ~int(BlockFlag.SIGNED | BlockFlag.IMMUTABLE | BlockFlag.VERIFIED | BlockFlag.TAMPERED)
"""The bits that a block's signature covers, those without a meaning yet among them."""


class BlockType(enum.Enum):
    """The eight types of block: the name is what provenance calls it, the value its four letters in the file.

    >>> BlockType.of("TEXT") is BlockType.of("text") is BlockType.TEXT
    True
    >>> BlockType.of("novel")
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: unknown block type 'novel'; known are TEXT (text), EMBD (embeddings), ...
    """

    TEXT = "TEXT"
    EMBEDDINGS = "EMBD"
    IMAGE = "IMAG"
    AUDIO = "AUDI"
    VIDEO = "VIDE"
    KNOWLEDGE = "KNOW"
    BINARY = "BINA"
    METADATA = "META"

    @classmethod
    def of(cls, block_type: str | BlockType) -> BlockType:
        """Return the type with this code (`"EMBD"`) or name (`"embeddings"`); raise `InvalidArgumentError`."""
        if isinstance(block_type, cls):
            return block_type
        if isinstance(block_type, str) and (found := _TYPES.get(block_type.upper())):
            return found
        known = ", ".join(f"{member.value} ({member.name.lower()})" for member in cls)
        raise InvalidArgumentError(f"unknown block type {block_type!r}; known are {known}")


def type_name(code: str) -> str:
    """Return the name of the type with these four letters; of an unknown type, the letters.

    >>> type_name("EMBD"), type_name("XYZW")
    ('embeddings', 'XYZW')
    """
    try:
        return BlockType(code).name.lower()
    except ValueError:
        return code


_TYPES = {key: member for member in BlockType for key in (member.name, member.value)}
TYPE_CODES = {member: int.from_bytes(member.value.encode(), "big") for member in BlockType}
_KNOWN_CODES = frozenset(TYPE_CODES.values())


class FileHeader(NamedTuple):
    """The first 444 bytes. Times are microseconds since the epoch, offsets count from the start of the file.

    >>> header = FileHeader(MAGIC, *VERSION, FileFlag.FINALIZED, 0, 0, b"", b"", b"did:maif:a", 0, *[444] * 3, b"", b"")
    >>> len(header.pack()), len(header.signed_part), FileHeader.unpack(header.pack()).did, header.finalized
    (444, 184, 'did:maif:a', True)
    >>> FileHeader.unpack(b"MAIF, but cut off")
    Traceback (most recent call last):
    maif.errors.FormatError: offset 0: a file header has 444 bytes, the file ends after 17
    """

    magic: bytes
    version_major: int
    version_minor: int
    flags: int
    created: int
    modified: int
    file_id: bytes
    creator_id: bytes
    agent_did: bytes
    block_count: int
    provenance_offset: int
    security_offset: int
    index_offset: int
    merkle_root: bytes
    signature: bytes
    reserved: bytes = bytes(4)

    @classmethod
    def unpack(cls, data: ReadableBuffer) -> FileHeader:
        """Read a header; raise `FormatError` where there is none."""
        start = bytes(memoryview(data)[: FILE_HEADER.size])
        if not start.startswith(MAGIC):
            raise FormatError(f"not a MAIF file: it begins with {start[:4]!r}, not {MAGIC!r}", offset=0)
        if len(start) < FILE_HEADER.size:
            raise FormatError(f"a file header has {FILE_HEADER.size} bytes, the file ends after {len(start)}", offset=0)
        return cls._make(FILE_HEADER.unpack(start))

    def pack(self) -> bytes:
        """Return the header's 444 bytes."""
        return FILE_HEADER.pack(*self)

    @property
    def signed_part(self) -> bytes:
        """The bytes that the file signature covers."""
        return self.pack()[: FILE_AT["signature"]]

    @property
    def finalized(self) -> bool:
        """Whether the file says that its writer has finished it."""
        return bool(self.flags & FileFlag.FINALIZED)

    @property
    def did(self) -> str:
        """The agent's DID as text."""
        return self.agent_did.rstrip(b"\0").decode(errors="replace")


class BlockHeader(NamedTuple):
    """The 372 bytes before a block's data. `size` counts header, data and metadata; the time is in microseconds.

    >>> header = BlockHeader(377, TYPE_CODES[BlockType.TEXT], BlockFlag.SIGNED, 1, 0, *[b""] * 4, metadata_size=2)
    >>> len(header.pack()), len(header.signed_part), BlockHeader.unpack(b"before" + header.pack(), 6).block_type
    (372, 108, 'TEXT')
    >>> header._replace(type_code=0x58595A57).block_type
    'XYZW'
    """

    size: int
    type_code: int
    flags: int
    version: int
    timestamp: int
    block_id: bytes
    previous_hash: bytes
    content_hash: bytes
    signature: bytes
    metadata_size: int
    reserved: bytes = bytes(8)

    @classmethod
    def unpack(cls, data: ReadableBuffer, offset: int = 0) -> BlockHeader:
        """Read the header at `offset` in a buffer that reaches at least to its end."""
        return cls._make(BLOCK_HEADER.unpack_from(data, offset))

    def pack(self) -> bytes:
        """Return the header's 372 bytes."""
        return BLOCK_HEADER.pack(*self)

    @property
    def block_type(self) -> str:
        """The type's four letters, also of a type unknown here."""
        return self.type_code.to_bytes(4, "big").decode("latin-1")

    @property
    def signed_part(self) -> bytes:
        """What comes before data and metadata in the bytes that a block's signature covers."""
        covered = self._replace(flags=self.flags & COVERED_FLAGS).pack()
        return without_signature(covered)[: -len(self.reserved)]


class Footer(NamedTuple):
    """The last 48 bytes: the size of the file, and the SHA-256 of all bytes before the footer.

    >>> Footer.unpack(Footer(FOOTER_MAGIC, 492, bytes(32)).pack()).file_size
    492
    """

    magic: bytes
    file_size: int
    sha256: bytes
    reserved: int = 0

    @classmethod
    def unpack(cls, data: ReadableBuffer) -> Footer:
        """Read a footer from exactly 48 bytes."""
        return cls._make(FOOTER.unpack(data))

    def pack(self) -> bytes:
        """Return the footer's 48 bytes."""
        return FOOTER.pack(*self)


def _offsets(layout: struct.Struct) -> list[int]:
    """Return where each field of a record begins."""
    fields = re.findall(r"\d*[A-Za-z]", layout.format)
    return [struct.calcsize(">" + "".join(fields[:number])) for number in range(len(fields))]


FILE_AT = dict(zip(FileHeader._fields, _offsets(FILE_HEADER), strict=True))
BLOCK_AT = dict(zip(BlockHeader._fields, _offsets(BLOCK_HEADER), strict=True))
"""Where the fields of the two headers begin, by name."""

METADATA_SIZE_AT, _SIGNATURE_AT = BLOCK_AT["metadata_size"], BLOCK_AT["signature"]
LOW_FLAGS_AT = BLOCK_AT["flags"] + 3  # the byte that holds all the flags that have a meaning
SIZE_TYPE_FLAGS = struct.Struct(">III")  # with which a block begins, and what the index repeats of it
METADATA_SIZE = struct.Struct(">I")


def without_signature(header: bytes) -> bytes:
    """Return a packed block header, its signature field left out: 116 bytes.

    >>> len(without_signature(bytes(372)))
    116
    """
    return header[:_SIGNATURE_AT] + header[METADATA_SIZE_AT:]


Frame = tuple[bytes, bytes, bytes, bytes | memoryview, bytes]
"""A block in parts: its header up to the signature, the signature, the header's rest, its data, its metadata."""


def frame_block(
    data: bytes | memoryview,
    metadata: bytes,
    type_code: int,
    flags: int,
    timestamp: int,
    block_id: bytes,
    previous_hash: bytes,
    content_hash: bytes,
) -> Frame:
    """Return the parts of a block, to be written one after the other; the signature is left empty.

    Data and metadata are the objects that were given: joining the parts would copy a block that may be large.

    >>> head, signature, tail, *content = frame_block(b"abc", b"{}", TYPE_CODES[BlockType.TEXT], 0, 0, *[b""] * 3)
    >>> BlockHeader.unpack(head + signature + tail).size, content
    (377, [b'abc', b'{}'])
    """
    size = BLOCK_HEADER.size + len(data) + len(metadata)
    head = _BLOCK_HEAD.pack(size, type_code, flags, 1, timestamp, block_id, previous_hash, content_hash)
    tail = _NO_METADATA_TAIL if metadata is NO_METADATA else _BLOCK_TAIL.pack(len(metadata), b"")
    return head, UNSIGNED, tail, data, metadata


def walk(buffer: ReadableBuffer, *, any_type: bool = False) -> Iterator[tuple[int, int]]:
    """Yield position and size of each whole block, as the blocks lie one after the other from the buffer's start.

    The walk ends where no whole block lies: at bytes that begin no block of a known type (in a finished file
    `any_type` will do), or at a block that is cut off.

    >>> data = BlockHeader(377, TYPE_CODES[BlockType.TEXT], 0, 1, 0, *[b""] * 4, 2).pack() + b"abc{}"
    >>> list(walk(data + data + data[:-1]))
    [(0, 377), (377, 377)]
    """
    header_size, end = BLOCK_HEADER.size, len(memoryview(buffer))
    position = 0
    while position + header_size <= end:
        size, type_code = _SIZE_AND_TYPE.unpack_from(buffer, position)
        if size < header_size or position + size > end or not (any_type or type_code in _KNOWN_CODES):
            return
        yield position, size
        position += size


def announced_size(start: ReadableBuffer, *, any_type: bool = False) -> int:
    """Return the size of the block that begins with these 8 bytes; 0 where no block of a known type does.

    >>> announced_size(b"\\0\\0\\1\\x7aTEXT"), announced_size(b"\\0\\0\\1\\x7aXYZW")
    (378, 0)
    >>> announced_size(b"\\0\\0\\1\\x7aXYZW", any_type=True), announced_size(b"\\0\\0\\0\\5TEXT")
    (378, 0)
    """
    size: int
    size, type_code = _SIZE_AND_TYPE.unpack_from(start)
    return size if size >= BLOCK_HEADER.size and (any_type or type_code in _KNOWN_CODES) else 0


def read_index(buffer: ReadableBuffer) -> np.ndarray[Any, Any]:
    """Return the bytes of an index section as a structured array over them: nothing is copied.

    >>> index = read_index(INDEX_ENTRY.pack(444, 400, TYPE_CODES[BlockType.TEXT], 0))
    >>> int(index["offset"][0]), int(index["size"][0])
    (444, 400)
    """
    import numpy as np

    entry = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ("flags", ">u4")])
    return np.frombuffer(memoryview(buffer), dtype=entry)
