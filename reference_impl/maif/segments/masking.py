"""Personal data that was taken back: which spans of which texts, and what a block looks like without them.

A segment does not change while it is read, so a text is first masked for whoever reads it through its folder, and the
segment rewritten later. In between the folder has a file `masked.lines` that names blocks and spans, never the data.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from maif.file.block import Block, BlockContext
from maif.file.format import BlockType, frame_block
from maif.file.integrity import content_hash
from maif.file.metadata import LIMITS, encode_metadata

LIST_NAME = "masked.lines"
TEXT_ID = "text_id"  # metadata of an EMBD block: the id of the text that it is the meaning of


class Span(NamedTuple):
    """Where something stands in a text, from character `start` up to `end`, and of which kind it is."""

    start: int
    end: int
    kind: str


Masks = Mapping[str, Mapping[str, list[Span]]]  # by block id, and by the hash of the content that has the spans


def mask_text(text: str, spans: Iterable[Span]) -> str:
    """Return a text with each span replaced by its kind; where spans overlap, the first one counts.

    >>> mask_text("write to ada@example.org today", [Span(9, 24, "email")])
    'write to [EMAIL] today'
    """
    parts: list[str] = []
    at = 0
    for start, end, kind in sorted(spans):
        if start >= at:
            parts += (text[at:start], f"[{kind.upper()}]")
        at = max(at, end)
    return "".join((*parts, text[at:]))


def needles_in(text: str, spans: Iterable[Span]) -> dict[str, str]:
    """Return what stands in the spans, each with what takes its place, the longest first."""
    found = {text[start:end]: f"[{kind.upper()}]" for start, end, kind in spans if text[start:end]}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def replace_all(value: Any, needles: Mapping[str, str]) -> Any:
    """Return a JSON value with the needles replaced in every text in it, names of members among them."""
    if isinstance(value, str):
        for needle, mask in needles.items():
            value = value.replace(needle, mask)
        return value
    if isinstance(value, dict):
        return {replace_all(name, needles): replace_all(member, needles) for name, member in value.items()}
    return [replace_all(member, needles) for member in value] if isinstance(value, list) else value


def rewritten(block: Block, data: bytes, metadata: dict[str, Any]) -> Block:
    """Return a block with the same id, type and time, and other content, not compressed."""
    header, group = block.header, block.group
    encoded = encode_metadata(metadata, reserved={"_group": list(group)} if group else None)
    digest = content_hash(data, encoded)
    frame = frame_block(data, encoded, header.type_code, 0, header.timestamp, header.block_id, bytes(32), digest)
    return Block(memoryview(b"".join(frame)), block.index, block.offset, _PLAIN)


_PLAIN = BlockContext("a masked block", LIMITS, None, None)


def masked(block: Block, masks: Masks) -> Block:
    """Return a block as it may be read: a text without what is masked in it, and no embedding of such a text."""
    if not masks:
        return block
    if steps := masks.get(block.block_id):
        while spans := steps.get(block.header.content_hash.hex()):
            block = _without(block, spans)
        return block
    if block.block_type == BlockType.EMBEDDINGS.value and block.metadata.get(TEXT_ID) in masks:
        return rewritten(block, bytes(len(block.data)), block.metadata)
    return block


def _without(block: Block, spans: list[Span]) -> Block:
    text = block.text
    return rewritten(block, mask_text(text, spans).encode(), replace_all(block.metadata, needles_in(text, spans)))


def needles_of(block: Block, masks: Masks) -> dict[str, str]:
    """Return all that is masked in a text, each with what takes its place."""
    needles: dict[str, str] = {}
    steps = masks.get(block.block_id, {})
    while spans := steps.get(block.header.content_hash.hex()):
        needles |= needles_in(block.text, spans)
        block = _without(block, spans)
    return needles


def read_masks(folder: str | os.PathLike[str]) -> Masks:
    """Return what is masked in a folder and not rewritten yet. A line that was cut off counts for nothing."""
    try:
        with open(os.path.join(folder, LIST_NAME), "rb") as file:
            lines = file.read().split(b"\n")
    except FileNotFoundError:
        return {}
    masks: dict[str, dict[str, list[Span]]] = {}
    for line in lines:
        with contextlib.suppress(ValueError, TypeError, KeyError, RecursionError):
            entry = json.loads(line)
            masks.setdefault(entry["id"], {})[entry["content"]] = [Span(*span) for span in entry["spans"]]
    return masks


def add_mask(folder: str, block: Block, spans: Iterable[Span]) -> None:
    """Mask spans of a text, durably: when this returns, whoever reads the folder reads the text without them.

    The spans count for this content of the block: once it is rewritten, nothing more is masked in it.
    """
    line = _line(block.block_id, block.header.content_hash.hex(), spans)
    with _held_list(folder) as descriptor:
        os.write(descriptor, b"\n" + line)  # after what may be a line that was cut off
        os.fsync(descriptor)


def remove_masks(folder: str, block_ids: Iterable[str]) -> None:
    """Forget the masks of blocks that were rewritten."""
    gone = set(block_ids)
    with _held_list(folder):
        left = {block_id: steps for block_id, steps in read_masks(folder).items() if block_id not in gone}
        path = os.path.join(folder, LIST_NAME)
        if not left:
            os.unlink(path)
            return
        with open(f"{path}.new", "wb") as file:
            for block_id, steps in left.items():
                file.writelines(_line(block_id, content, spans) for content, spans in steps.items())
            file.flush()
            os.fsync(file.fileno())
        os.replace(f"{path}.new", path)


def _line(block_id: str, content: str, spans: Iterable[Span]) -> bytes:
    return json.dumps({"id": block_id, "content": content, "spans": list(spans)}).encode() + b"\n"


@contextlib.contextmanager
def _held_list(folder: str) -> Iterator[int]:
    """Open the list of masks, made if it is not there, for as long as no other process may change it."""
    path = os.path.join(folder, LIST_NAME)
    while True:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            with contextlib.suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(descriptor), os.stat(path)):  # else it was replaced meanwhile
                    yield descriptor
                    return
        finally:
            os.close(descriptor)
