"""`maif ls`, `cat`, `tail` and `info`: what is in a file, as lines for people, as JSON, or as it is."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeAlias

from maif.cli.terminal import on_lines, on_one_line, say, write_data
from maif.cli.unpacking import Part
from maif.errors import InvalidArgumentError
from maif.file.block import Block
from maif.file.format import NO_METADATA, BlockType
from maif.file.metadata import strict_json
from maif.segments import SegmentFolder
from maif.streaming.reader import MAIFStreamReader
from maif.units import format_size

Reader: TypeAlias = MAIFStreamReader | SegmentFolder

_RANGE = re.compile(r"(-?\d+)?:(-?\d+)?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,31}", re.ASCII)
_ID = re.compile(r"[0-9a-f]{32}", re.ASCII | re.IGNORECASE)
_CHOICES = "a number (-1 is the last), a range (2:5), an id (32 hex digits), or a type: " + ", ".join(
    block_type.value for block_type in BlockType
)


def opened(path: str, **options: Any) -> Reader:
    """Open a MAIF file or an artifact's folder, as far as it is written."""
    if os.path.isdir(path):
        return SegmentFolder(path, **options)
    return MAIFStreamReader(path, allow_unfinished=True, **options)


def selected(reader: Reader, selectors: list[str]) -> Iterator[Block]:
    """Yield the blocks that selectors name: by number, range, id or type; all blocks if there are no selectors.

    Raises `BlockNotFoundError` or `OutOfRangeError` where there is no such block, and `InvalidArgumentError` for
    what is no selector.
    """
    for selector in selectors or [":"]:
        yield from _selected(reader, selector)


def _selected(reader: Reader, selector: str) -> Iterable[Block]:
    if _ID.fullmatch(selector):
        return [reader.get_block(selector.lower())]
    if _NUMBER.fullmatch(selector):
        return [reader[int(selector)]]
    if match := _RANGE.fullmatch(selector):
        start, end = (int(bound) if bound else None for bound in match.groups())
        return reader.read_blocks_range(start or 0, end)
    try:
        return reader.read_blocks_by_type(selector)
    except InvalidArgumentError:
        raise InvalidArgumentError(f"{selector!r} selects no blocks: give {_CHOICES}") from None


def warn_if_unfinished(reader: Reader) -> None:
    """Say so where a file is not finished: more may follow, or be lost."""
    if not reader.finished:
        say(f"{reader.path}: not finished, its writer is at work or died; these are its whole blocks")


def show_list(reader: Reader, blocks: Iterable[Block]) -> None:
    """Print a line a block, cut to the width of the terminal if it is one."""
    width = _width()
    places = max(len(str(len(reader))), 2)
    print(f"{'#':>{places}}  type      size  written (UTC)        id                                metadata"[:width])
    for block in blocks:
        print(_summary(block, places)[:width])


def _width() -> int | None:
    """Return the columns of the terminal; None where output goes to a file or a pipe."""
    if not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def _summary(block: Block, places: int = 1) -> str:
    written = _time(block.timestamp)[:19].replace("T", " ")
    size = format_size(len(block.view))
    line = f"{block.index:>{places}}  {block.block_type}  {size:>8}  {written}  {block.block_id}  {_metadata(block)}"
    return on_one_line(line.rstrip())


def _metadata(block: Block) -> str:
    """Return a block's metadata as the JSON text that it is stored as, also where that is damaged."""
    if block.compressed:
        return strict_json(block.metadata)
    raw = block.raw_metadata
    return "" if raw == NO_METADATA else str(raw, "utf-8", "replace")


def _time(seconds: float) -> str:
    """Return a time as text; what no calendar reaches, as a number."""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")
    except (ValueError, OverflowError, OSError):
        return f"{seconds:.0f}"


def show_json_list(blocks: Iterable[Block]) -> None:
    """Print a JSON array with an object a line, so that it can be read at once or line by line."""
    opening = "["
    for block in blocks:
        print(opening, strict_json(_described(block)), sep="\n", end="")
        opening = ","
    print("[]" if opening == "[" else "\n]")


def _described(block: Block) -> dict[str, Any]:
    return {
        "index": block.index,
        "id": block.block_id,
        "type": block.block_type,
        "size": len(block.view),
        "compressed": block.compressed,
        "timestamp": block.timestamp,
        "offset": block.offset,
        "metadata": block.metadata,
    }


def show_data(blocks: Iterable[Block], *, newlines: bool) -> None:
    """Print the data of blocks as they are, and to a terminal only text, with what could drive it escaped."""
    if sys.stdout.isatty():
        for block in blocks:
            print(_for_terminal(block))
        return
    for block in blocks:
        for data in Part.of(block).content():
            write_data(data)
        if newlines:
            write_data(b"\n")


def _for_terminal(block: Block) -> str:
    try:
        return on_lines(block.data.decode().removesuffix("\n"))
    except UnicodeDecodeError:
        return f"[block {block.index}: {block.type_name}, {format_size(len(block.view))}; send it to a file to have it]"


def show_tail(reader: MAIFStreamReader, count: int) -> None:
    """Print the last blocks, and those to come if the reader follows: texts as they are, a line for others."""
    terminal = sys.stdout.isatty()
    start = max(len(reader) - count, 0)
    for block in reader.read_blocks_range(start):
        if block.block_type != BlockType.TEXT.value:
            print(_summary(block), flush=True)
            continue
        text = block.data.decode(errors="replace").removesuffix("\n")
        print(on_lines(text) if terminal else text, flush=True)


def show_info(reader: MAIFStreamReader) -> None:
    """Print what the file says of itself, a line each."""
    info, key = reader.info, reader.public_key()
    rows = {
        "file": info.path,
        "size": f"{format_size(info.size)} ({info.size} bytes)",
        "blocks": info.blocks,
        "finished": "yes" if info.finalized else "no (its writer is at work, or died: see `maif recover`)",
        "created": _time(info.created),
        "modified": _time(info.modified),
        "agent": info.agent_did,
        "signer": key.hex() if key else "unknown",
        "Merkle root": info.merkle_root,
        "file id": info.file_id,
        "format": f"MAIF {info.version}",
    }
    for name, value in rows.items():
        print(f"{name:13}{on_one_line(str(value))}")


def show_json_info(reader: MAIFStreamReader) -> None:
    """Print the same as a JSON object."""
    key = reader.public_key()
    print(strict_json(reader.info._asdict() | {"public_key": key.hex() if key else None}, indent=2))
