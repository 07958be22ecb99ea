"""From what a caller hands over to a block that waits to be written: whatever is wrong with it is found here."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import InvalidArgumentError, InvalidTypeError, LimitError
from maif.file.block import Block
from maif.file.compression import Compressor
from maif.file.format import (
    BLOCK_HEADER,
    COVERED_FLAGS,
    MAX_UINT32,
    NO_METADATA,
    TYPE_CODES,
    BlockFlag,
    BlockType,
)
from maif.file.metadata import CODEC_KEY, GROUP_KEY, encode_metadata
from maif.streaming.block_writer import LARGE, PendingBlock

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

MAX_AGENT_ID = 4096  # bytes
_SIGNED, _COMPRESSED = (BlockFlag.SIGNED | BlockFlag.IMMUTABLE).value, BlockFlag.COMPRESSED.value
_HEADER_SIZE = BLOCK_HEADER.size
_CODES: dict[object, int] = {key: TYPE_CODES[kind] for kind in BlockType for key in (kind, kind.value)}
_VERSION_4 = bytes(byte & 0x0F | 0x40 for byte in range(256))
_VARIANT = bytes(byte & 0x3F | 0x80 for byte in range(256))


class BlockMaker:
    """Makes blocks: checks, encodes and compresses what they are made of, and gives each its id and time."""

    def __init__(self, clock: Clock, compression: str | int | None) -> None:
        self.time = time.time if clock is SYSTEM_CLOCK else clock.time  # asked for every block: spare a call
        self._compressor = None if compression is None or compression is False else Compressor(compression)
        self.ids: list[bytes] = []
        self.flags = 0

    def sign_each(self) -> None:
        """Flag each block as signed from now on."""
        self.flags = _SIGNED

    def make(
        self,
        data: ReadableBuffer,
        block_type: str | BlockType,
        metadata: dict[str, Any] | None,
        block_id: bytes,
        group: list[int] | None = None,
    ) -> PendingBlock:
        """Return a block; raise the `MAIFError` that says what is wrong with the arguments."""
        try:
            type_code = _CODES[block_type]
        except (KeyError, TypeError):  # another spelling, or what is no type at all
            type_code = TYPE_CODES[BlockType.of(block_type)]
        if type(data) is not bytes:
            data = _plain_view(data)
        reserved = None if group is None else {GROUP_KEY: group}
        encoded = NO_METADATA if metadata is reserved is None else encode_metadata(metadata, reserved=reserved)
        flags = self.flags
        if self._compressor is not None and (compressed := self._compressor.compress(data)):
            data, codec = compressed
            encoded = encode_metadata(metadata, reserved=(reserved or {}) | {CODEC_KEY: codec})
            flags |= _COMPRESSED
        size = _HEADER_SIZE + len(data) + len(encoded)
        if size > MAX_UINT32 or type(data) is not bytes:
            data = _fit_to_wait(data, size)
        return size, type_code, flags, int(self.time() * 1_000_000), block_id, data, encoded

    def copy(self, block: Block) -> PendingBlock:
        """Return a block of another file as it is there."""
        header = block.header
        flags = header.flags & COVERED_FLAGS | self.flags
        view, metadata = block.view, bytes(block.raw_metadata)
        size = _HEADER_SIZE + len(view) + len(metadata)
        return size, header.type_code, flags, header.timestamp, header.block_id, _fit_to_wait(view, size), metadata

    def draw_ids(self, blocks: int) -> list[bytes]:
        """Draw random ids (UUIDs, version 4) into `ids`, for a file that has so many blocks; return them.

        They are at most a thousand, and never more than there may be blocks: `LimitError` is raised where that is none.
        """
        left = MAX_UINT32 - blocks
        if left <= 0:
            raise LimitError(f"a file has at most {MAX_UINT32} blocks: go on in another")
        self.ids = random_ids(min(1000, left))
        return self.ids


def random_ids(count: int) -> list[bytes]:
    """Return new random ids (UUIDs, version 4): many by one call to the operating system."""
    drawn = bytearray(os.urandom(16 * count))
    drawn[6::16] = drawn[6::16].translate(_VERSION_4)
    drawn[8::16] = drawn[8::16].translate(_VARIANT)
    ids = bytes(drawn)
    return [ids[at : at + 16] for at in range(0, len(ids), 16)]


def raw_id(block_id: str) -> bytes:
    """Return the bytes of an id; raise `InvalidArgumentError` for what is none."""
    try:
        raw = bytes.fromhex(block_id)
    except (TypeError, ValueError):
        raw = b""
    if len(raw) != 16:
        raise InvalidArgumentError(f"a block id is text of 32 hex digits, not {block_id!r}: see new_block_id()")
    return raw


def _fit_to_wait(data: bytes | memoryview, size: int) -> bytes | memoryview:
    """Return the data of a block of this size; a copy, where it may have to wait while the caller uses the buffer.

    Raises `LimitError` for a block that is too large.
    """
    if size > MAX_UINT32:
        raise LimitError(f"a block has less than 4 GiB with header and metadata, this one {size} bytes: split it")
    return data if size >= LARGE else bytes(data)


def _plain_view(data: ReadableBuffer) -> memoryview:
    """Return any bytes-like object as a flat view of its bytes; one that is not contiguous is copied."""
    try:
        view = memoryview(data)
    except (TypeError, ValueError) as error:
        raise InvalidTypeError(f"a block's data is a bytes-like object, not {type(data).__name__}: {error}") from None
    if "O" in view.format:
        raise InvalidTypeError(f"a block's data is bytes, and {type(data).__name__} holds Python objects: encode them")
    try:
        return view.cast("B")
    except TypeError:
        return memoryview(view.tobytes())


def did_of(agent_id: str, agent_did: str | None = None) -> str:
    """Return an agent's DID, made of its id if none is given.

    Raises `InvalidTypeError` for what is no text, `InvalidArgumentError` for text that UTF-8 cannot say, and
    `LimitError` for what is too long for a provenance entry.

    >>> did_of("scribe"), did_of("scribe", "did:web:example.org")
    ('did:maif:scribe', 'did:web:example.org')
    """
    for name, text in ("agent_id", agent_id), ("agent_did", "" if agent_did is None else agent_did):
        if not isinstance(text, str):
            raise InvalidTypeError(f"{name} is text, not {text!r}")
        try:
            size = len(text.encode())
        except UnicodeEncodeError as error:
            raise InvalidArgumentError(f"{name} cannot be written as UTF-8: {error}") from None
        if size > MAX_AGENT_ID:
            raise LimitError(f"{name} takes {size} bytes, more than the limit of {MAX_AGENT_ID}")
    return agent_did or f"did:maif:{agent_id}"
