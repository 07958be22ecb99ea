"""How bytes reach a file that only one writer may write: positioned writes, the lock, and durable replacement.

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
from collections.abc import Iterator
from typing import TYPE_CHECKING

from maif.errors import FileAlreadyExistsError, FileLockedError, InvalidArgumentError, WriteError

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
    with beside(path, "new") as (descriptor, temporary):
        lock(descriptor)
        Output(descriptor, path).write_at(0, start)
        if not _name_if_free(temporary, path):
            if not replace:
                advice = "the file exists: use mode 'w' to replace it, or 'a' to append"
                raise FileAlreadyExistsError(errno.EEXIST, advice, path)
            if not os.path.isfile(path):
                raise InvalidArgumentError(f"{path} is not a regular file: a MAIF file needs one")
            old = open_locked(path)
            try:
                os.fchmod(descriptor, os.fstat(old).st_mode & 0o7777)
                os.replace(temporary, path)
            finally:
                os.close(old)
        return os.dup(descriptor)


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
def beside(path: StrPath, suffix: str) -> Iterator[tuple[int, str]]:
    """Open a new file in the folder of `path`, to take its place with `os.replace`; otherwise it is removed."""
    temporary = f"{os.fspath(path)}.{suffix}-{os.getpid()}-{os.urandom(4).hex()}"
    descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        yield descriptor, temporary
    finally:
        os.close(descriptor)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)


def sync_folder(path: StrPath) -> None:
    """Make the names in the folder of `path` survive a loss of power."""
    descriptor = os.open(os.path.dirname(os.path.abspath(path)), os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Output:
    """Positioned writes to an open file. Each either writes all or raises `WriteError`."""

    def __init__(self, descriptor: int, path: StrPath) -> None:
        self.descriptor = descriptor
        self.path = os.fspath(path)

    def write_at(self, position: int, *parts: ReadableBuffer) -> None:
        """Write the parts one after the other, from `position` on."""
        with self.telling("writing"):
            for part in parts:
                rest = memoryview(part).cast("B")
                while rest:
                    written = os.pwrite(self.descriptor, rest, position)
                    position += written
                    rest = rest[written:]

    def clear(self, start: int, end: int) -> None:
        """Fill a part of the file with zeros. (Cutting it off would take it from under a reader's mapping.)"""
        for position in range(start, end, len(_ZEROS)):
            self.write_at(position, _ZEROS[: end - position])

    def sync(self) -> None:
        """Return when what was written survives a loss of power."""
        with self.telling("syncing"):
            os.fsync(self.descriptor)

    def finish(self, size: int) -> None:
        """Leave the file at this size, whatever was set aside beyond it."""
        with self.telling("writing"):
            if os.fstat(self.descriptor).st_size != size:
                os.ftruncate(self.descriptor, size)

    def close(self) -> None:
        """Close the file, which frees its lock."""
        os.close(self.descriptor)

    @contextlib.contextmanager
    def telling(self, what: str) -> Iterator[None]:
        """Turn the operating system's refusal into a `WriteError` that says where it happened."""
        try:
            yield
        except OSError as error:
            if isinstance(error, WriteError):
                raise
            advice = f"{what} failed, complete blocks can be recovered: {error.strerror}"
            raise WriteError(error.errno, advice, self.path) from error


class MappedOutput(Output):
    """Writes through a memory mapping that grows in large steps; the space is reserved before it is mapped."""

    STEP = 16 << 20

    def __init__(self, descriptor: int, path: StrPath) -> None:
        super().__init__(descriptor, path)
        self._map: mmap.mmap | None = None

    def write_at(self, position: int, *parts: ReadableBuffer) -> None:
        """Write the parts one after the other, from `position` on."""
        end = position + sum(len(memoryview(part).cast("B")) for part in parts)
        if self._map is None or end > len(self._map):
            self._grow(end)
        assert self._map is not None
        for part in parts:
            data = memoryview(part).cast("B")
            self._map[position : position + len(data)] = data
            position += len(data)

    def _grow(self, end: int) -> None:
        size = -(-end // self.STEP) * self.STEP
        with self.telling("reserving space"):
            self._unmap()
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
