"""Lines that span chunks. All newlines count, as in Python's own text files: `\\n`, `\\r\\n` and `\\r`.

The work is done by the block, not by the byte: bytes are cut behind the last newline that has come, and the block of
whole lines before it is decoded and split at once. No character spans two blocks, for no newline is inside one.
"""

from __future__ import annotations

import codecs
from collections.abc import Generator, Iterable
from contextlib import closing
from os import PathLike, fspath
from typing import overload

from maif.arguments import whole_number
from maif.chunks.reading import Source, check_source, pieces
from maif.errors import InvalidArgumentError, LimitError, LineError
from maif.units import parse_size


@overload
def iter_lines(
    source: Source, encoding: str = ..., *, max_line: int | str = ..., chunk_size: int | str = ...
) -> Generator[str]: ...
@overload
def iter_lines(
    source: Source, encoding: None, *, max_line: int | str = ..., chunk_size: int | str = ...
) -> Generator[bytes]: ...
def iter_lines(
    source: Source,
    encoding: str | None = "utf-8",
    *,
    max_line: int | str = "16MB",
    chunk_size: int | str = "64KB",
) -> Generator[str] | Generator[bytes]:
    """Yield the lines of a source without their newlines, as text, or as bytes with `encoding=None`.

    A last line needs no newline. Of a pipe or a socket, each line is yielded as soon as it is there. `"utf-8-sig"`
    leaves out a byte order mark.

    A line that is not in the encoding raises `LineError` (a `ValueError`), one of more than `max_line` bytes
    `LimitError`; both name line and byte, and come after the lines before. Raises `InvalidArgumentError` for an
    unknown encoding, or one such as UTF-16, whose newlines are no single bytes.

    >>> list(iter_lines(b"to be\\r\\nor not\\n\\nto be"))
    ['to be', 'or not', '', 'to be']
    >>> list(iter_lines(b"fine\\nna\\xefve\\n"))
    Traceback (most recent call last):
    maif.errors.LineError: line 2, byte 7: b'\\xef' is not utf-8: invalid continuation byte
    """
    place = Place(source)
    blocks = line_blocks(source, place, max_line=max_line, chunk_size=chunk_size)
    return _byte_lines(blocks, place) if encoding is None else _text_lines(blocks, place, _checked_encoding(encoding))


class Place:
    """Where reading has come to: the line, counted from 1, and the byte. Whoever reads a block moves it on."""

    def __init__(self, source: object) -> None:
        name = source if isinstance(source, (str, PathLike)) else getattr(source, "name", None)
        self.path = fspath(name) if isinstance(name, (str, PathLike)) else None
        self.line, self.offset = 1, 0

    def move(self, lines: int, size: int) -> None:
        """Go on by a number of lines, which have `size` bytes together."""
        self.line += lines
        self.offset += size


def line_blocks(source: Source, place: Place, *, max_line: int | str, chunk_size: int | str) -> Generator[bytes]:
    """Yield the source in blocks of whole lines. A line of more than `max_line` bytes raises `LimitError`."""
    max_line = whole_number(1, max_line=parse_size(max_line))
    chunk_size = whole_number(1, chunk_size=parse_size(chunk_size))
    check_source(source)
    return _line_blocks(pieces(source, chunk_size), place, max_line)


def _line_blocks(chunks: Generator[bytes], place: Place, max_line: int) -> Generator[bytes]:
    with closing(chunks):
        for block in cut_at_newlines(chunks, max_line):
            # Most blocks are shorter than the longest line allowed, and need no look at each line.
            long = None if len(block) <= max_line else _first_long_line(block, max_line)
            if long != 0:
                yield block[:long]
            if long is not None:
                where = f"{place.path or 'the source'}, line {place.line}, from byte {place.offset} on"
                raise LimitError(f"{where}: longer than {max_line} bytes; if that is right, raise max_line")


from maif._learner.lesson_02 import cut_at_newlines


def _first_long_line(data: bytes, max_line: int) -> int | None:
    """Return where the first line of more than `max_line` bytes begins."""
    start = 0
    for line in data.splitlines(keepends=True):
        if len(line) > max_line and len(line.rstrip(b"\r\n")) > max_line:
            return start
        start += len(line)
    return None


def _byte_lines(blocks: Generator[bytes], place: Place) -> Generator[bytes]:
    with closing(blocks):
        for block in blocks:
            lines = block.splitlines()
            yield from lines
            place.move(len(lines), len(block))


def _text_lines(blocks: Generator[bytes], place: Place, encoding: str) -> Generator[str]:
    with_mark = codecs.lookup(encoding).name == "utf-8-sig"
    encoding = "utf-8" if with_mark else encoding
    with closing(blocks):
        for block in blocks:
            wrong = None
            try:
                lines = _split(block.decode(encoding))
            except UnicodeDecodeError as error:
                wrong = error
                lines = _split(block[: _line_start(block, error.start)].decode(encoding))
            if with_mark and place.line == 1 and lines:
                lines[0] = lines[0].removeprefix("\ufeff")
            yield from lines
            if wrong:
                what = f"{block[wrong.start : wrong.end]!r} is not {encoding}: {wrong.reason}"
                raise LineError(what, place.line + len(lines), place.offset + wrong.start, place.path) from wrong
            place.move(len(lines), len(block))


def _split(text: str) -> list[str]:
    """Split at newlines only; `str.splitlines` also splits at form feeds and other separators."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def _line_start(data: bytes, position: int) -> int:
    return max(data.rfind(b"\n", 0, position), data.rfind(b"\r", 0, position)) + 1


def _checked_encoding(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        raise InvalidArgumentError(f"unknown encoding {encoding!r}") from None
    if name != "utf-8-sig" and "\r\n".encode(encoding) != b"\r\n":
        raise InvalidArgumentError(
            f"the newlines of {encoding} are no single bytes: read such a file with open(path, encoding={encoding!r})"
        )
    return encoding
