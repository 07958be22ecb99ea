"""How bytes reach a file that only one writer may write: the lock, positioned writes, and durable replacement.

The lock is advisory and belongs to the open file (Linux: an open-file-description lock, which a reader can ask about
without taking it; elsewhere `flock`). It goes when the writer closes the file or dies.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import mmap
import os
import struct
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from maif.errors import FileAlreadyExistsError, FileLockedError, InvalidArgumentError, MAIFError, WriteError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

StrPath = str | os.PathLike[str]

_ZEROS = memoryview(bytes(1 << 20))
_FLOCK = struct.Struct("@hhqqi4x")  # l_type, l_whence, l_start, l_len, l_pid
_WHOLE_FILE = _FLOCK.pack(fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)


def lock(descriptor: int) -> bool:
    """Take the writer's lock on an open file, if it is free; say whether it was."""
    try:
        if hasattr(fcntl, "F_OFD_SETLK"):
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, _WHOLE_FILE)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN):
            return False
        raise
    return True


def is_locked(descriptor: int) -> bool:
    """Say whether a writer holds the lock on the file that this descriptor reads."""
    if hasattr(fcntl, "F_OFD_GETLK"):
        answer = fcntl.fcntl(descriptor, fcntl.F_OFD_GETLK, _WHOLE_FILE)
        return bool(_FLOCK.unpack(answer)[0] != fcntl.F_UNLCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    return False


def open_locked(path: StrPath) -> int:
    """Open a file for writing, and lock it; raise `FileLockedError` if another writer holds it.

    The descriptor is that of the file which `path` names now: one that was replaced meanwhile is let go.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        try:
            if not lock(descriptor):
                raise FileLockedError(errno.EAGAIN, "another writer is writing this file: wait for it", os.fspath(path))
            with contextlib.suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(descriptor), os.stat(path)):
                    return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def open_new(path: StrPath, start: bytes, *, replace: bool) -> int:
    """Open a new, locked file that begins with these bytes; it appears at `path` at once, or not at all.

    Where a file is there, take its place or raise `FileAlreadyExistsError`. A reader of the replaced file keeps what it
    reads: the new file is another inode.
    """
    path = os.fspath(path)
    with beside(path, "new") as (output, temporary):
        lock(output.descriptor)
        output.write_at(0, start)
        if replace:
            put_in_place(output, temporary, path)
        elif not _name_if_free(temporary, path):
            advice = "the file exists: use mode 'w' to replace it, or 'a' to append"
            raise FileAlreadyExistsError(errno.EEXIST, advice, path)
        return os.dup(output.descriptor)


def put_in_place(output: Output, temporary: str, path: str) -> None:
    """Give a file that was written beside another one that one's name; raise `FileLockedError` if a writer holds it."""
    if _name_if_free(temporary, path):
        return
    if not os.path.isfile(path):
        raise InvalidArgumentError(f"{path} is not a regular file: a MAIF file needs one")
    old = open_locked(path)
    try:
        os.fchmod(output.descriptor, os.fstat(old).st_mode & 0o7777)
        os.replace(temporary, path)
    finally:
        os.close(old)


def _name_if_free(temporary: str, path: str) -> bool:
    """Give a file another name, if nothing has it yet; say whether it was so."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        if os.path.exists(path):
            return False
        os.rename(temporary, path)
    return True


@contextlib.contextmanager
def beside(path: StrPath, suffix: str) -> Iterator[tuple[Output, str]]:
    """Open a new file in the folder of `path`, to take its place; if it has not by the end, it is removed."""
    temporary = f"{os.fspath(path)}.{suffix}-{os.getpid()}-{os.urandom(4).hex()}"
    output = create(temporary, path)
    try:
        yield output, temporary
    finally:
        output.close()
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)


def create(name: str, path: StrPath) -> Output:
    """Open a new file of this name, whose errors tell of `path`."""
    return Output(os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666), path)


def sync_folder(path: StrPath) -> None:
    """Make the names in the folder of `path` survive a loss of power."""
    descriptor = os.open(os.path.dirname(os.path.abspath(path)), os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def telling(what: str, path: str) -> Iterator[None]:
    """Turn the operating system's refusal into a `WriteError` that says where it happened."""
    try:
        yield
    except MAIFError:
        raise
    except OSError as error:
        advice = f"{what} failed, complete blocks can be recovered: {error.strerror}"
        raise WriteError(error.errno, advice, path) from error


class Output:
    """Positioned writes to an open file. Each either writes all or raises `WriteError`."""

    def __init__(self, descriptor: int, path: StrPath) -> None:
        self.descriptor = descriptor
        self.path = os.fspath(path)
        self._named = False  # whether the file's name survives a loss of power, too

    def write_at(self, position: int, *parts: ReadableBuffer) -> None:
        """Write the parts one after the other, from `position` on."""
        with telling("writing", self.path):
            for part in parts:
                rest = memoryview(part).cast("B")
                while rest:
                    written = os.pwrite(self.descriptor, rest, position)
                    position += written
                    rest = rest[written:]

    def write_all(self, position: int, pieces: Iterable[ReadableBuffer]) -> int:
        """Write pieces that come one by one, from `position` on; return where they end."""
        for piece in pieces:
            self.write_at(position, piece)
            position += memoryview(piece).nbytes
        return position

    def clear(self, start: int, end: int) -> None:
        """Fill a part of the file with zeros. (Cutting it off would take it from under a reader's mapping.)"""
        for position in range(start, end, len(_ZEROS)):
            self.write_at(position, _ZEROS[: end - position])

    def sync(self) -> None:
        """Return when what was written survives a loss of power."""
        with telling("syncing", self.path):
            os.fsync(self.descriptor)
            if not self._named:
                sync_folder(self.path)
                self._named = True

    def finish(self, size: int) -> None:
        """Leave the file at this size, whatever was set aside beyond it."""
        with telling("writing", self.path):
            if os.fstat(self.descriptor).st_size != size:
                os.ftruncate(self.descriptor, size)

    def close(self) -> None:
        """Close the file, which frees its lock."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def __del__(self) -> None:
        self.close()


def commit(output: Output, footer_at: int, footer: bytes, header: bytes) -> None:
    """Finish a file, which ends with its footer; write its header, which says that it is whole, last.

    A disk may carry out writes in any order until it is told to sync. So the header comes when all that it promises is
    durable: if the power fails, the file is finished and whole, or it does not say that it is.
    """
    output.write_at(footer_at, footer)
    output.finish(footer_at + len(footer))
    output.sync()
    output.write_at(0, header)
    output.sync()


class MappedOutput(Output):
    """Writes through a memory mapping that grows in large steps; the space is reserved before it is mapped."""

    STEP = 16 << 20
    _map: mmap.mmap | None = None

    def write_at(self, position: int, *parts: ReadableBuffer) -> None:
        """Write the parts one after the other, from `position` on."""
        end = position + sum(memoryview(part).nbytes for part in parts)
        if self._map is None or end > len(self._map):
            self._remap(end)
        assert self._map is not None
        for part in parts:
            data = memoryview(part).cast("B")
            self._map[position : position + len(data)] = data
            position += len(data)

    def _remap(self, end: int) -> None:
        """Map the whole file; where it does not reach `end`, make it larger first."""
        with telling("reserving space", self.path):
            self._unmap()
            size = os.fstat(self.descriptor).st_size
            if size < end:
                size = -(-end // self.STEP) * self.STEP
                os.posix_fallocate(self.descriptor, 0, size)
            self._map = mmap.mmap(self.descriptor, size)

    def _unmap(self) -> None:
        if self._map is not None:
            self._map.close()
            self._map = None

    def finish(self, size: int) -> None:
        """Leave the file at this size, whatever was set aside beyond it."""
        self._unmap()
        super().finish(size)

    def close(self) -> None:
        """Close the file, which frees its lock."""
        self._unmap()
        super().close()
