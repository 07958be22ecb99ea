"""`maif unpack`: blocks become files again, put together part by part, and never outside the folder they belong in.

A path in a file is anybody's word. Only plain relative ones count, and each folder on the way is opened for itself,
without following a symbolic link: what leads elsewhere is refused, whatever happens in the folder meanwhile.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, NamedTuple, Self

from maif.errors import FileAlreadyExistsError, FormatError
from maif.file.block import Block

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_ENDINGS = {"TEXT": "txt", "EMBD": "f32", "KNOW": "json", "META": "json"}
_NEWLINES: dict[object, bytes] = {"\r\n": b"\r\n", "\r": b"\r", "": b""}
MAX_DEPTH = 100  # folders on the way to a file
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
    end: bytes = b"\n"  # of a line: the newline that packing took off

    @classmethod
    def of(cls, block: Block) -> Part:
        """Read a block's metadata. A block without a path is a file of its own, named by its number."""
        metadata = block.metadata
        path = metadata.get("path") if isinstance(metadata, dict) else None
        if not isinstance(path, str):
            return cls(block, f"block-{block.index:06d}.{_ENDINGS.get(block.block_type, 'bin')}", "part", 1, 1)
        if metadata.get("unit") == "line":
            return cls(block, path, "line", metadata.get("part"), None, _NEWLINES.get(metadata.get("end"), b"\n"))
        whole = None if "part" in metadata else 1
        return cls(block, path, "part", metadata.get("part", whole), metadata.get("parts", whole))

    def content(self) -> Iterator[bytes | memoryview]:
        """Yield the bytes that the block stands for: its data, and after a line the newline that packing took off."""
        yield self.block.data if self.block.compressed else self.block.view
        if self.unit == "line":
            yield self.end


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
    with _Folder(folder, force) as root:
        for path, parts in files_in(blocks):
            try:
                with root.new_file(path) as file:
                    for part in _in_order(parts):
                        file.writelines(part.content())
                        done(len(part.block.frame))
            except (NotUnpackedError, FileAlreadyExistsError) as error:
                refused(error)
        return root.files


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


class _Folder:
    """The folder that files are unpacked into, and what has been made in it."""

    def __init__(self, path: str, force: bool) -> None:
        self._root = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._force = force
        self.files = self._folders = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._root)

    @contextlib.contextmanager
    def new_file(self, path: str) -> Iterator[IO[bytes]]:
        """Open a new file below the folder. It is there under its name when all is written, or not at all.

        Folders on the way are made then as well: what is refused leaves nothing behind.
        """
        *folders, name = _names(path)
        if not self._force:
            self._refuse_existing(path)
        new = f".maif-{os.urandom(8).hex()}"
        descriptor = os.open(new, _NEW_FILE, 0o666, dir_fd=self._root)
        try:
            with open(descriptor, "wb", 1 << 16) as file:
                yield file
            with _elsewhere_refused(path):
                parent = self._open(folders, path)
                try:
                    self._name(new, name, parent)
                finally:
                    os.close(parent)
            self.files += 1
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(new, dir_fd=self._root)

    def _refuse_existing(self, path: str) -> None:
        """Refuse early what would be refused when all is written."""
        try:
            os.stat(path, dir_fd=self._root, follow_symlinks=False)
        except OSError:
            return
        raise FileAlreadyExistsError(errno.EEXIST, "exists; --force replaces it", path)

    def _name(self, new: str, name: str, parent: int) -> None:
        if self._force:
            os.replace(new, name, src_dir_fd=self._root, dst_dir_fd=parent)
            return
        try:
            os.link(new, name, src_dir_fd=self._root, dst_dir_fd=parent)
        except PermissionError:  # a file system without hard links
            os.close(os.open(name, _NEW_FILE, 0o666, dir_fd=parent))
            os.replace(new, name, src_dir_fd=self._root, dst_dir_fd=parent)

    def _open(self, names: Sequence[str], path: str) -> int:
        """Open a folder below, making those on the way; none of them may be a symbolic link."""
        folder = os.dup(self._root)
        for name in names:
            try:
                if self._folders >= 1000 + 4 * self.files:
                    raise NotUnpackedError(f"refused: {path!r} needs more folders than the files before can fill")
                with contextlib.suppress(FileExistsError):
                    os.mkdir(name, dir_fd=folder)
                    self._folders += 1
                inner = os.open(name, _FOLDER, dir_fd=folder)
            finally:
                os.close(folder)
            folder = inner
        return folder


def _names(path: str) -> list[str]:
    """Return the names that a path is made of; raise `NotUnpackedError` for one that is not plain and relative."""
    names = [name for name in path.split("/") if name not in ("", ".")]
    if path.startswith("/"):
        raise NotUnpackedError(f"refused: {path!r} is an absolute path")
    if ".." in names:
        raise NotUnpackedError(f"refused: {path!r} leads out of the folder")
    if len(names) > MAX_DEPTH:
        raise NotUnpackedError(f"refused: {path[:40]!r}… lies below {len(names) - 1} folders, more than {MAX_DEPTH}")
    try:
        nameless = not names or b"\0" in os.fsencode(path)
    except UnicodeEncodeError:
        nameless = True
    if nameless:
        raise NotUnpackedError(f"refused: {path!r} is no name for a file")
    return names


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
