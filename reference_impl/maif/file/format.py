"""The bytes of a MAIF file: records that pack and unpack themselves, and the walk over blocks.

    file header · blocks … · provenance · security · block index · footer

All integers are big-endian and unsigned. A record here is a frozen tuple of what the bytes say; whether they tell the
truth is for `maif.file.integrity` and `maif.verification` to find out.
"""

from __future__ import annotations

import enum
import json
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from maif.errors import FormatError, InvalidArgumentError, InvalidTypeError, LimitError

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
BLOCK_ID_AT, CONTENT_HASH_AT, SIGNATURE_AT, METADATA_SIZE_AT = 24, 72, 104, 360  # where they begin in a block header
NO_METADATA = b"{}"
_NO_METADATA_TAIL = _BLOCK_TAIL.pack(len(NO_METADATA), b"")
CODEC_KEY, GROUP_KEY = "_codec", "_group"  # reserved in metadata: for compression, for blocks written as one
MAX_UINT32 = 2**32 - 1  # the most that a block's size, a section's length, or the number of blocks can be


class Limits(NamedTuple):
    """What reading refuses to exceed, so that any file is safe to open."""

    metadata: int = 16 << 20  # bytes of one block's metadata
    depth: int = 100  # levels of nesting in it
    decompressed: int = 1 << 30  # bytes of one block's data


LIMITS = Limits()


class FileFlag(enum.IntFlag):
    """What the file header says of the file."""

    SIGNED, FINALIZED, PROVENANCE, ENCRYPTION = 1, 2, 4, 8


class BlockFlag(enum.IntFlag):
    """What a block header says of its block."""

    SIGNED, IMMUTABLE, ENCRYPTED, COMPRESSED, VERIFIED, TAMPERED = 1, 2, 4, 8, 16, 32


UNCOVERED_FLAGS = BlockFlag.SIGNED | BlockFlag.IMMUTABLE | BlockFlag.VERIFIED | BlockFlag.TAMPERED
"""Bits that a block's signature does not cover."""


class BlockType(enum.Enum):
    """The eight types of block: the name is what provenance calls it, the value its four letters in the file.

    >>> BlockType.of("TEXT") is BlockType.of("text") is BlockType.TEXT
    True
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
    """The first 444 bytes. Times are microseconds since the epoch, offsets count from the start of the file."""

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
        return self.pack()[:-260]

    @property
    def finalized(self) -> bool:
        """Whether the file says that its writer has finished it."""
        return bool(self.flags & FileFlag.FINALIZED)

    @property
    def did(self) -> str:
        """The agent's DID as text."""
        return self.agent_did.rstrip(b"\0").decode(errors="replace")


class BlockHeader(NamedTuple):
    """The 372 bytes before a block's data. `size` counts header, data and metadata."""

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
        covered = self._replace(flags=self.flags & ~UNCOVERED_FLAGS).pack()
        return covered[:SIGNATURE_AT] + covered[METADATA_SIZE_AT:-8]


class Footer(NamedTuple):
    """The last 48 bytes: the size of the file, and the SHA-256 of all bytes before the footer."""

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
    end = len(memoryview(buffer))
    position = 0
    while position + BLOCK_HEADER.size <= end:
        size, type_code = _SIZE_AND_TYPE.unpack_from(buffer, position)
        if size < BLOCK_HEADER.size or position + size > end or not (any_type or type_code in _KNOWN_CODES):
            return
        yield position, size
        position += size


def announced_size(start: ReadableBuffer, *, any_type: bool = False) -> int:
    """Return the size of the block that begins with these 8 bytes; 0 where no block of a known type does."""
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


_encode_sorted = json.JSONEncoder(sort_keys=True).encode


def encode_metadata(metadata: dict[str, Any] | None, *, reserved: dict[str, Any] | None = None) -> bytes:
    r"""Return metadata as the bytes that the file holds: JSON, keys sorted, non-ASCII characters escaped.

    `reserved` holds what the writer adds under the keys `_codec` and `_group`. Raises `InvalidTypeError` for what is
    not a JSON object with string keys at every level, `InvalidArgumentError` for a reserved key, `LimitError` beyond
    16 MiB or 100 levels.

    >>> encode_metadata({"year": 2013, "carrier": "ü"})
    b'{"carrier": "\\u00fc", "year": 2013}'
    """
    if metadata is None:
        metadata = {}
    elif not isinstance(metadata, dict):
        raise InvalidTypeError(f"metadata must be a JSON object (a dict), not {type(metadata).__name__}")
    else:
        for key in (CODEC_KEY, GROUP_KEY):
            if key in metadata:
                raise InvalidArgumentError(f"the metadata key {key!r} is reserved for the format: choose another name")
    if reserved:
        metadata = metadata | reserved
    if not metadata:
        return NO_METADATA
    check_nesting(metadata, LIMITS.depth)
    try:
        encoded = _encode_sorted(metadata).encode("ascii")
    except (TypeError, ValueError) as error:
        raise InvalidTypeError(f"metadata cannot be written as JSON: {error}") from None
    if len(encoded) > LIMITS.metadata:
        raise LimitError(f"metadata takes {len(encoded)} bytes, more than the limit of {LIMITS.metadata}")
    return encoded


def group_place(metadata: object) -> tuple[int, int] | None:
    """Return which block of how many this is, of a group that was written as one; None for a block on its own.

    >>> group_place({"_group": [0, 2]}), group_place({"_group": "mine"})
    ((0, 2), None)
    """
    match metadata.get(GROUP_KEY) if isinstance(metadata, dict) else None:
        case [int(number), int(of)] if 0 <= number < of:
            return number, of
    return None


def decode_metadata(data: ReadableBuffer, limits: Limits = LIMITS) -> Any:
    """Return the JSON value in bytes that may be anybody's: within the limits, or a `LimitError` or `FormatError`.

    >>> decode_metadata(b'{"a": NaN}')
    {'a': nan}
    """
    raw = bytes(data)
    if len(raw) > limits.metadata:
        raise LimitError(f"metadata takes {len(raw)} bytes, more than the limit of {limits.metadata}")
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"metadata is not JSON: {error}") from None
    if raw.count(b"[") + raw.count(b"{") > limits.depth:
        check_nesting(value, limits.depth)
    return value


def check_nesting(value: object, levels: int) -> None:
    """Refuse what is nested too deep, which a reference cycle is too, and keys that are not strings."""
    if not isinstance(value, (dict, list, tuple)):
        return
    if levels == 0:
        raise LimitError("metadata is nested deeper than the limit")
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise InvalidTypeError(f"metadata keys must be strings, got {key!r}")
        value = value.values()
    for item in value:
        check_nesting(item, levels - 1)
