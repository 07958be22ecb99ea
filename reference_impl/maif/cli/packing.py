"""`maif pack`: folders, files and standard input become blocks, a large file several of them.

A block's metadata says where it is from: `path`, relative to where the file will be unpacked; `part` (from 1) and
`parts` for a file that takes several blocks; `part` and `unit: "line"` for a line. How many parts a pipe will take,
nobody knows: there the last part alone says so.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import mimetypes
import os
import select
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import IO, Any, NamedTuple, Protocol

from maif.chunks import iter_chunks
from maif.chunks.lines import Place, line_blocks
from maif.errors import FileAlreadyExistsError, InvalidArgumentError
from maif.file.format import MAGIC, BlockType
from maif.file.placing import is_beside, sweep, take_place
from maif.streaming.appending import undo_paths
from maif.streaming.writer import MAIFStreamWriter

LARGEST_PART = (1 << 32) - (1 << 20)  # bytes: what a block holds beside its header, and metadata that name a path
_MEDIA = {"image": BlockType.IMAGE, "audio": BlockType.AUDIO, "video": BlockType.VIDEO}


class Piece(NamedTuple):
    """What becomes a block."""

    data: bytes
    block_type: BlockType
    metadata: dict[str, Any]


class Source(NamedTuple):
    """A file to pack: the path that it is read from (`-`: standard input), and the one that it gets in the file."""

    path: str
    name: str


def find_sources(paths: Iterable[str], output: str, *, left_out: Callable[[str], object]) -> Iterator[Source]:
    """Yield the files that paths stand for, those in a folder sorted by name. The output is not one of them.

    What is neither file nor folder is left out of a folder, and `left_out` is told of it.

    Raises `InvalidArgumentError` where the output is a pipe or one of the paths, or where two would get the same name,
    and `OSError` where there is nothing.
    """
    if output == "-":
        raise InvalidArgumentError(
            "a MAIF file cannot go through a pipe, its first bytes are written last: name a file"
        )
    roots: dict[str, Source] = {}
    for path in paths:
        if path != "-":
            os.stat(path)
        if _is_output(path, output):
            raise InvalidArgumentError(f"{path} is the output itself")
        root = Source(path, _name(path))
        if (other := roots.setdefault(root.name, root)) is not root:
            both = f"{other.path} and {path} would both be called {root.name!r}"
            raise InvalidArgumentError(f"{both}: give paths relative to a folder above them")
    return _sources(roots.values(), output, left_out)


def _name(path: str) -> str:
    """Return a relative path as it is given, without leading `..`, and of an absolute path the last part."""
    if path == "-":
        return "stdin"
    parts = PurePosixPath(os.path.normpath(path)).parts
    if os.path.isabs(path):
        return parts[-1] if len(parts) > 1 else "."
    return str(PurePosixPath(*(part for part in parts if part != "..")))


def _is_output(path: str, output: str) -> bool:
    """Say whether a path is the file that is written, or what its writer has beside it meanwhile."""
    name = os.path.basename(output)
    if not os.path.basename(path).startswith(name):
        return False
    real, own = os.path.realpath(path), os.path.realpath(output)
    return real == own or is_beside(real, own) or real in undo_paths(own)


def _sources(roots: Iterable[Source], output: str, left_out: Callable[[str], object]) -> Iterator[Source]:
    for root in roots:
        if root.path == "-" or not os.path.isdir(root.path):
            yield root
            continue
        for folder, folders, files in os.walk(root.path, onerror=_raise):
            folders.sort()
            for path in (os.path.join(folder, name) for name in sorted(files)):
                if not os.path.isfile(path):
                    left_out(f"{path}: left out, it is no file")
                elif not _is_output(path, output):
                    name = PurePosixPath(root.name) / os.path.relpath(path, root.path)
                    yield Source(path, str(name))


def _raise(error: OSError) -> None:
    raise error


def total_size(paths: Iterable[str], output: str) -> int | None:
    """Return the bytes that all files have together; None where one of them is a pipe."""
    total = 0
    for source in find_sources(paths, output, left_out=lambda what: None):
        if source.path == "-" or not os.path.isfile(source.path):
            return None
        total += os.path.getsize(source.path)
    return total


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class LiveInput:
    """A pipe or a terminal; `before_waiting()` is called whenever there is nothing to read right now."""

    def __init__(self, file: IO[bytes], before_waiting: Callable[[], object]) -> None:
        self._file, self._before_waiting = file, before_waiting

    def read(self, size: int) -> bytes:
        """Return what is there, at most `size` bytes; wait only if that is nothing."""
        if not select.select([self._file], [], [], 0)[0]:
            self._before_waiting()
        return os.read(self._file.fileno(), size)


@contextlib.contextmanager
def opened(source: Source, before_waiting: Callable[[], object]) -> Iterator[tuple[_Readable, int | None]]:
    """Open a source; give the file, and its size if that is known."""
    if source.path == "-":
        try:
            sys.stdin.buffer.fileno()
        except OSError:  # no file of the operating system: a test's
            yield sys.stdin.buffer, None
        else:
            yield LiveInput(sys.stdin.buffer, before_waiting), None
        return
    with open(source.path, "rb", buffering=0) as file:
        status = os.fstat(file.fileno())
        if stat.S_ISREG(status.st_mode):
            yield file, status.st_size or None  # the kernel's own files say 0, whatever they hold
        else:
            yield LiveInput(file, before_waiting), None


def pieces_of_lines(source: Source, file: _Readable) -> Iterator[Piece]:
    """Yield a piece a line, without its newline. A line that is not UTF-8 becomes a binary block.

    Where a line ends with another newline than most do, or with none, the metadata's `end` says so.
    """
    place, number = Place(source.path), 0
    with contextlib.closing(line_blocks(file, place, max_line="16MB", chunk_size="64KB")) as blocks:
        for block in blocks:
            lines = block.splitlines(keepends=True)
            for number, line in enumerate(lines, place.line):
                yield _line(source, number, line)
            place.move(len(lines), len(block))
    if number == 0:
        yield _line(source, 1, b"")


def _line(source: Source, number: int, line: bytes) -> Piece:
    text = line.rstrip(b"\r\n")
    end = line[len(text) :].decode()
    metadata = {"path": source.name, "part": number, "unit": "line"} | ({} if end == "\n" else {"end": end})
    return Piece(text, BlockType.TEXT if _is_text(text) else BlockType.BINARY, metadata)


def pieces_of_parts(source: Source, file: _Readable, size: int | None, part_size: int) -> Iterator[Piece]:
    """Yield a file in pieces of `part_size` bytes. Text is cut between characters, so that each piece is text.

    A file that grows meanwhile is packed up to the end of its last part; one that shrinks raises
    `InvalidArgumentError`.
    """
    parts = None if size is None else -(-size // part_size)
    chunks: Iterator[bytes] = itertools.islice(iter_chunks(file, part_size), parts)
    first = next(chunks, b"")
    chunks, text = itertools.chain([first], chunks), _is_text(first[: len(first) - _begun(first)])
    number = 0
    for number, (data, last) in enumerate(_with_last(_cut_between_characters(chunks) if text else chunks), 1):
        metadata: dict[str, Any] = {"path": source.name}
        if not last or number > 1:
            total = number if last and parts is None else parts
            metadata |= {"part": number} | ({"parts": total} if total is not None else {})
        yield Piece(data, BlockType.TEXT if text and _is_text(data) else _type_by_name(source.name), metadata)
    if parts is not None and number < parts:
        raise InvalidArgumentError(f"{source.path} shrank from {size} bytes while it was read")


def _with_last(items: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield each item with whether it is the last."""
    for item in items:
        for following in items:
            yield item, False
            item = following
        yield item, True


def _cut_between_characters(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Move the first bytes of a UTF-8 character that is cut in two to its other bytes, in the next chunk."""
    rest = b""
    for chunk, last in _with_last(chunks):
        chunk = rest + chunk
        cut = len(chunk) - (0 if last else _begun(chunk))
        yield chunk[:cut]
        rest = chunk[cut:]


def _begun(data: bytes) -> int:
    """Return how many bytes at the end begin a UTF-8 character whose other bytes are still to come."""
    for back, byte in enumerate(reversed(data[-3:]), 1):
        if byte >= 0xC0:
            return back if back < 2 + (byte >= 0xE0) + (byte >= 0xF0) else 0
        if byte < 0x80:
            break
    return 0


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in data


def _type_by_name(name: str) -> BlockType:
    kind = mimetypes.guess_type(name)[0] or ""
    return _MEDIA.get(kind.partition("/")[0], BlockType.BINARY)


def check_output(output: str, *, append: bool, force: bool) -> None:
    """Raise `FileAlreadyExistsError` where what would be replaced is no MAIF file, unless `force` says so."""
    if append or force or not os.path.isfile(output):
        return
    with open(output, "rb") as file:
        if file.read(len(MAGIC)) not in (MAGIC, b""):
            raise FileAlreadyExistsError(errno.EEXIST, "exists, and is no MAIF file; --force replaces it", output)


@contextlib.contextmanager
def replacing(output: str) -> Iterator[str]:
    """Give the name to write to: where the output exists, one beside it, which takes its place when all is written."""
    if not os.path.isfile(output):
        yield output
        return
    path = os.path.realpath(output)
    sweep(path)
    new = f"{path}.pack-{os.getpid()}-{os.urandom(4).hex()}"
    try:
        yield new
    except Exception:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(new)
        raise
    take_place(new, path)


def pack(
    sources: Iterable[Source], writer: MAIFStreamWriter, part_size: int, *, lines: bool, done: Callable[[int], None]
) -> int:
    """Write all sources; return their number. `done` is told of the bytes that were packed."""
    count = 0
    for source in sources:
        with opened(source, writer.flush) as (file, size):
            pieces = pieces_of_lines(source, file) if lines else pieces_of_parts(source, file, size, part_size)
            for piece in pieces:
                writer.write_chunk(*piece)
                done(len(piece.data))
        count += 1
    return count
