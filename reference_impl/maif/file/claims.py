"""What must hold for a block: it follows the one before, its content is what its hash says, its signature is the key's.

This is said here once. A reader raises the first finding, verification reports them all, appending refuses, and
recovery leaves out blocks whose content or signature does not hold, and links the others anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from maif.errors import FormatError, LimitError
from maif.file.block import Block
from maif.file.format import BLOCK_HEADER, UNSIGNED, BlockFlag
from maif.file.integrity import content_hash, joined, signature_holds


class Finding(NamedTuple):
    """What does not hold, and of which kind it is: `chain`, `block`, `content` or `signature`."""

    what: str
    kind: str


def findings(
    block: Block, *, previous: bytes | None = None, key: bytes | None = None, digest: bytes | None = None
) -> Iterator[Finding]:
    """Yield what does not hold for a block, the cheapest to find first.

    `previous` is the content hash of the block before, and `key` the public key that signs; what is None is not
    checked. `digest` is the hash of the block's content, where somebody has computed it already.

    >>> from maif.block_storage import BlockStorage
    >>> from maif.streaming import MAIFStreamWriter
    >>> with MAIFStreamWriter("pair.maif", sign="block") as writer:
    ...     ids = [writer.write_text_chunk(text) for text in ("first", "second")]
    >>> with BlockStorage("pair.maif") as storage:
    ...     first, second = storage
    >>> list(findings(second, previous=first.header.content_hash, key=bytes.fromhex(writer.public_key)))
    []
    >>> [finding.kind for finding in findings(second, previous=bytes(32), key=bytes(32))]
    ['chain', 'signature']
    """
    header = block.header
    if previous is not None and header.previous_hash != previous:
        yield Finding("the block does not follow the one before it", "chain")
    try:
        data, metadata = block.content
    except FormatError as error:
        yield Finding(error.what, "block")
        return
    if (content_hash(data, metadata) if digest is None else digest) != header.content_hash:
        yield Finding("the content is not what its hash says", "content")
    if header.flags & BlockFlag.SIGNED:
        if key is not None:
            with joined(header.signed_part, block.frame[BLOCK_HEADER.size :]) as message:
                holds = signature_holds(key, header.signature, message)
            if not holds:
                yield Finding("the block's signature does not hold", "signature")
    elif header.signature != UNSIGNED:
        yield Finding("the block is not flagged as signed, but its signature field is not empty", "signature")


def unreadable(block: Block) -> Iterator[Finding]:
    """Yield why a block's metadata cannot be read, if that is so."""
    try:
        block.metadata  # noqa: B018 — raises where it cannot be read
    except FormatError as error:
        yield Finding(error.what, "block")
    except LimitError as error:
        yield Finding(str(error), "block")
