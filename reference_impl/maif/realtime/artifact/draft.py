"""A block before it is written: it waits in an outbox until its message finishes, or goes to its segment at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.file.block import Block, BlockContext
from maif.file.format import TYPE_CODES, BlockType, frame_block
from maif.file.integrity import content_hash
from maif.file.merkle import NO_HASH
from maif.file.metadata import LIMITS, encode_metadata
from maif.segments.masking import TEXT_ID
from maif.streaming.pending import random_ids

if TYPE_CHECKING:
    from maif.realtime.outbox import Origin

FROM = "_from"  # metadata of a block that a message has caused: whence it came
SOURCE_ID = "source_id"  # … of a block in an artifact that several sources share
EMBEDDER = "embedder"  # … of an EMBD block: the name of what made it
_RESERVED = (FROM, SOURCE_ID, TEXT_ID, EMBEDDER, "features")
_CONTEXT = BlockContext("a block that is not written yet", LIMITS, None, None)


@dataclass(slots=True)
class Draft:
    """A block that is not written yet. Until then its data may change: personal data never reach the disk."""

    artifact: str
    """The id of the artifact that it goes to."""
    data: bytes
    block_type: str
    metadata: dict[str, Any] | None
    block_id: str

    def block(self) -> Block:
        """Return what reading the block would give."""
        encoded = encode_metadata(self.metadata)
        kind = TYPE_CODES[BlockType.of(self.block_type)]
        digest = content_hash(self.data, encoded)
        frame = frame_block(self.data, encoded, kind, 0, 0, bytes.fromhex(self.block_id), NO_HASH, digest)
        return Block(memoryview(b"".join(frame)), -1, -1, _CONTEXT)


def make_draft(
    artifact: str,
    data: bytes,
    block_type: str,
    metadata: Mapping[str, Any] | None = None,
    own: Mapping[str, Any] | None = None,
) -> Draft:
    """Return a block to be written, with a new id, the user's metadata and those that artifacts add themselves.

    Raises `InvalidArgumentError` or `InvalidTypeError` for metadata that could not be written.
    """
    described: dict[str, Any] | None = None
    if metadata is not None:
        if not isinstance(metadata, Mapping):
            raise InvalidTypeError(f"metadata must be a JSON object (a dict), not {type(metadata).__name__}")
        described = dict(metadata)
        for name in _RESERVED:
            if name in described:
                raise InvalidArgumentError(f"the metadata key {name!r} is reserved for artifacts: choose another")
    if own:
        described = {**(described or {}), **own}
    if metadata is not None:
        encode_metadata(described)
    return Draft(artifact, data, block_type, described, new_block_id())


def encoded_text(text: str) -> bytes:
    """Return a text as UTF-8; raise `InvalidTypeError` for what is none, `InvalidArgumentError` for lone surrogates."""
    if not isinstance(text, str):
        raise InvalidTypeError(f"a text is a str, not {type(text).__name__}")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise InvalidArgumentError(f"the text cannot be written as UTF-8: {error}") from None


def new_block_id() -> str:
    """Draw the id of a block, 32 hex digits: those of a UUID, version 4.

    >>> len(new_block_id())
    32
    """
    try:
        return _drawn.pop()
    except IndexError:
        first, *others = (drawn.hex() for drawn in random_ids(512))
        _drawn.extend(others)
        return first


_drawn: list[str] = []
os.register_at_fork(after_in_child=_drawn.clear)  # no two processes draw the same


def marked(metadata: dict[str, Any] | None, origin: Origin, number: int, of: int, artifacts: int) -> dict[str, Any]:
    """Return a block's metadata with whence it came, as `_from`: of a message that writes `of` into this artifact.

    That is source, group, partition, position, and the block's number among how many; where the message writes into
    several artifacts, also into how many: it is there in full when all of them hold their part.

    >>> from maif.realtime.outbox import Origin
    >>> marked({"lang": "en"}, Origin("clicks", "live", 0, 17), 1, 2, 1)
    {'lang': 'en', '_from': ['clicks', 'live', 0, 17, 1, 2]}
    """
    mark = [*origin, number, of] if artifacts == 1 else [*origin, number, of, artifacts]
    return {FROM: mark} if metadata is None else {**metadata, FROM: mark}
