"""How bytes reach a file that only one writer may write: positioned writes, each durable when it is synced."""

from __future__ import annotations

import contextlib
import mmap
import os
import weakref
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from maif.errors import MAIFError, WriteError
from maif.file.lock import StrPath, unlock

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_ZEROS = memoryview(bytes(1 << 20))


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


def sync_folder(folder: StrPath) -> None:
    """Make the names in a folder survive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Output:
    """Positioned writes to an open file. Each either writes all or raises `WriteError`.

    The file belongs to the process that opened it: a forked child has it closed, and with it its part in the lock.
    """

    descriptor = -1
    stays_open = False  # whether somebody goes on with a file that was put in its place

    def __init__(self, descriptor: int, path: StrPath) -> None:
        self.descriptor = descriptor
        self.path = os.fspath(path)
        self._folder = os.path.dirname(os.path.abspath(path))
        self._named = False  # whether the file's name survives a loss of power, too
        _opened.add(self)

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
                sync_folder(self._folder)
                self._named = True

    def finish(self, size: int) -> None:
        """Leave the file at this size, whatever was set aside beyond it."""
        with telling("writing", self.path):
            if os.fstat(self.descriptor).st_size != size:
                os.ftruncate(self.descriptor, size)

    def close(self) -> None:
        """Free the lock, and close the file."""
        if self.descriptor >= 0:
            unlock(self.descriptor)
            with telling("closing", self.path):
                self.disown()

    def disown(self) -> None:
        """Close the file, and leave the lock to whoever else has it open: the process that this one was forked from."""
        descriptor, self.descriptor = self.descriptor, -1  # where closing fails, the number may be somebody else's next
        if descriptor >= 0:
            os.close(descriptor)

    def __del__(self) -> None:
        self.close()


_opened: weakref.WeakSet[Output] = weakref.WeakSet()


def _disown_all() -> None:
    for output in list(_opened):
        output.disown()


os.register_at_fork(after_in_child=_disown_all)


from maif._learner.lesson_03 import commit


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
        mapped, self._map = self._map, None
        if mapped is not None:
            mapped.close()

    def finish(self, size: int) -> None:
        """Leave the file at this size, whatever was set aside beyond it."""
        self._unmap()
        super().finish(size)

    def disown(self) -> None:
        """Close the file, and leave the lock to whoever else has it open."""
        self._unmap()
        super().disown()
