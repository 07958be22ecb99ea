"""`maif unpack`: blocks become files again, put together part by part, and never outside the folder they belong in.

A path in a file is anybody's word. Only plain relative ones count, and each folder on the way is opened for itself,
without following a symbolic link: what leads elsewhere is refused, whatever happens in the folder meanwhile.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from typing import IO, NamedTuple

from maif.errors import FileAlreadyExistsError, FormatError
from maif.file.block import Block

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_ENDINGS = {"TEXT": "txt", "EMBD": "f32", "KNOW": "json", "META": "json"}
_LEADS_ELSEWHERE = {
    errno.ELOOP: "leads through a symbolic link",
    errno.ENOTDIR: "leads through a file or a symbolic link",
    errno.EISDIR: "is a folder there",
    errno.ENAMETOOLONG: "has a name that is too long",
}


class NotUnpackedError(FormatError):
    """One of the files in a MAIF file cannot be put together, or does not belong into the folder."""


class Part(NamedTuple):
    """A block, and what its metadata says of the file that it is of (see `maif.cli.packing`)."""

    block: Block
    path: str
    unit: str  # "part" or "line"
    number: object  # from 1
    parts: object  # how many there are, if it says so

    @classmethod
    def of(cls, block: Block) -> Part:
        """Read a block's metadata. A block without a path is a file of its own, named by its number."""
        metadata = block.metadata
        path = metadata.get("path") if isinstance(metadata, dict) else None
        if not isinstance(path, str):
            return cls(block, f"block-{block.index:06d}.{_ENDINGS.get(block.block_type, 'bin')}", "part", 1, 1)
        if metadata.get("unit") == "line":
            return cls(block, path, "line", metadata.get("part"), None)
        whole = None if "part" in metadata else 1
        return cls(block, path, "part", metadata.get("part", whole), metadata.get("parts", whole))

    def content(self) -> Iterator[bytes | memoryview]:
        """Yield the bytes that the block stands for: its data, and after a line the newline that packing took off."""
        yield self.block.data if self.block.compressed else self.block.view
        if self.unit == "line":
            yield b"\n"


def unpack(
    blocks: Iterable[Block],
    folder: str,
    *,
    force: bool = False,
    done: Callable[[int], object] = lambda size: None,
    refused: Callable[[FormatError | FileAlreadyExistsError], object],
) -> int:
    """Write all files into a folder, and return their number. `done` is told of the bytes that were read.

    A file whose parts are not all there, whose path leads out of the folder, or that exists (unless `force` says to
    replace it) leaves nothing behind: `refused` gets the error, and the next file comes.
    """
    os.makedirs(folder, exist_ok=True)
    root = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    count = 0
    try:
        for path, parts in files_in(blocks):
            try:
                with _new_file(root, path, force) as file:
                    for part in _in_order(parts):
                        file.writelines(part.content())
                        done(len(part.block.frame))
                count += 1
            except (NotUnpackedError, FileAlreadyExistsError) as error:
                refused(error)
    finally:
        os.close(root)
    return count


def files_in(blocks: Iterable[Block]) -> Iterator[tuple[str, Iterator[Part]]]:
    """Yield path and parts of each file, in the order of the blocks. Lines that were appended go on the file."""
    path, file_number = None, 0

    def file_of(part: Part) -> tuple[int, str]:
        nonlocal path, file_number
        if part.path != path or (part.number == 1 and part.unit == "part"):
            path, file_number = part.path, file_number + 1
        return file_number, part.path

    for (_, name), parts in itertools.groupby(map(Part.of, blocks), key=file_of):
        yield name, parts


def _in_order(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield the parts of a file; raise `NotUnpackedError` where one is missing."""
    last, part = 0, None
    for part in parts:
        last = 1 if part.unit == "line" and part.number == 1 else last + 1
        if part.number != last:
            raise _not_unpacked(f"{part.unit} {part.number!r} comes where {part.unit} {last} should be", part)
        yield part
    if part is not None and part.unit == "part" and part.parts != last:
        total = "" if part.parts is None else f" of {part.parts!r}"
        raise _not_unpacked(f"ends after part {last}{total}", part)


def _not_unpacked(what: str, part: Part) -> NotUnpackedError:
    return NotUnpackedError(f"{part.path!r} {what}", block=part.block.index, offset=part.block.offset)


@contextlib.contextmanager
def _new_file(root: int, path: str, force: bool) -> Iterator[IO[bytes]]:
    """Open a new file below a folder. It is there under its name when all is written, or not at all."""
    *folders, name = _names(path)
    with _elsewhere_refused(path):
        parent = _open_folder(root, folders)
    try:
        new = f".maif-{os.urandom(8).hex()}" if force else name
        with _elsewhere_refused(path):
            descriptor = os.open(new, _NEW_FILE, 0o666, dir_fd=parent)
        try:
            with open(descriptor, "wb", 1 << 16) as file:
                yield file
            if force:
                with _elsewhere_refused(path):
                    os.replace(new, name, src_dir_fd=parent, dst_dir_fd=parent)
        except BaseException:
            os.unlink(new, dir_fd=parent)
            raise
    finally:
        os.close(parent)


def _names(path: str) -> list[str]:
    """Return the names that a path is made of; raise `NotUnpackedError` for one that is not plain and relative."""
    names = [name for name in path.split("/") if name not in ("", ".")]
    if path.startswith("/"):
        raise NotUnpackedError(f"refused: {path!r} is an absolute path")
    if ".." in names:
        raise NotUnpackedError(f"refused: {path!r} leads out of the folder")
    try:
        nameless = not names or b"\0" in os.fsencode(path)
    except UnicodeEncodeError:
        nameless = True
    if nameless:
        raise NotUnpackedError(f"refused: {path!r} is no name for a file")
    return names


def _open_folder(root: int, names: Iterable[str]) -> int:
    """Open a folder below another, making those on the way; none of them may be a symbolic link."""
    folder = os.dup(root)
    for name in names:
        try:
            with contextlib.suppress(FileExistsError):
                os.mkdir(name, dir_fd=folder)
            inner = os.open(name, _FOLDER, dir_fd=folder)
        finally:
            os.close(folder)
        folder = inner
    return folder


@contextlib.contextmanager
def _elsewhere_refused(path: str) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise FileAlreadyExistsError(errno.EEXIST, "exists; --force replaces it", path) from None
    except OSError as error:
        if error.errno not in _LEADS_ELSEWHERE:
            raise
        raise NotUnpackedError(f"refused: {path!r} {_LEADS_ELSEWHERE[error.errno]}") from None
