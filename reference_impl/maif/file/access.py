"""Reading a file at any offset, with system calls or through a memory mapping, in windows that keep memory flat.

`Access` is what the rest of the library asks of a file's bytes, wherever they lie; `open_access` picks one for a path.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import stat
from collections import deque
from collections.abc import Iterator
from typing import Protocol, Self

from maif.arguments import path_text
from maif.errors import ClosedError, FormatError
from maif.file.lock import StrPath, is_locked
from maif.file.mapping import Mapping

WINDOW = 4 << 20  # bytes that are looked at together
_READING = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK  # a named pipe is refused instead of waited for
_POPULATE_READ = 22  # madvise: map these pages now, in one call instead of a fault each (Linux 5.14)


class Access(Protocol):
    """The bytes of a file at any offset. `size` is how many there were at the last look; errors tell of `path`."""

    path: str
    size: int
    far: bool  # whether a read costs a trip over a network, to somebody who need not be trusted

    def read(self, offset: int, size: int) -> memoryview:
        """Return the bytes from `offset` on; raise `FormatError` if the file does not reach that far."""
        ...

    def window(self, offset: int, size: int, until: int | None = None) -> memoryview:
        """Return what the file has from `offset` on, `size` bytes at most; what lies before is no longer needed.

        `until` is where reading on ends, if it does before the file: nothing behind it need be fetched ahead.
        """
        ...

    def windows(self, start: int, end: int, size: int = WINDOW) -> Iterator[memoryview]:
        """Yield the bytes from `start` up to `end`, in windows of a size."""
        ...

    def keep(self) -> None:
        """Take notice that most of the file will be looked at, and more than once."""
        ...

    def check_size(self) -> None:
        """Raise `FormatError` where looking at a view would fail, since the file was cut off meanwhile."""
        ...

    def refresh(self) -> None:
        """Take notice of what was added to the file."""
        ...

    def is_being_written(self) -> bool:
        """Say whether a writer is at work on the file."""
        ...

    def identity(self) -> object:
        """Return what tells the file from one that took its place under the same path."""
        ...

    def again(self) -> Access:
        """Return another access to the same bytes, for another thread."""
        ...

    def close(self) -> None:
        """Let go of the file; views that are held stay valid."""
        ...


def open_access(path: StrPath, *, mapped: bool) -> Access:
    """Open a file for reading, through a mapping or with system calls; raise `FormatError` for what is no regular file.

    >>> from pathlib import Path
    >>> _ = Path("short.txt").write_bytes(b"abc")
    >>> file = open_access("short.txt", mapped=True)
    >>> bytes(file.read(1, 2)), bytes(file.window(1, 100))
    (b'bc', b'bc')
    >>> file.read(1, 100)
    Traceback (most recent call last):
    maif.errors.FormatError: short.txt, offset 1: 100 bytes expected, but the file ends at 3
    >>> file.close()
    """
    return MappedFile(path) if mapped else PlainFile(path)


def require_inside(path: str, offset: int, size: int, end: int) -> None:
    """Raise `FormatError` if a file that ends at `end` does not have these bytes."""
    if size < 0 or offset < 0 or offset + size > end:
        raise FormatError(f"{size} bytes expected, but the file ends at {end}", path=path, offset=max(offset, 0))


class PlainFile:
    """A file read piece by piece, with a system call each: what was read cannot change any more."""

    descriptor = -1
    far = False

    def __init__(self, path: StrPath, descriptor: int | None = None) -> None:
        self.path = path_text(path)
        self.descriptor = os.open(self.path, _READING) if descriptor is None else os.dup(descriptor)
        self.size = self._current_size()

    def __reduce__(self) -> tuple[type[Self], tuple[str]]:
        """Pickle by path: who receives it opens the file again."""
        return type(self), (os.path.abspath(self.path),)

    def _current_size(self) -> int:
        status = os.fstat(self.descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise FormatError("not a regular file", path=self.path)
        return status.st_size

    def read(self, offset: int, size: int) -> memoryview:
        """Return the bytes from `offset` on; raise `FormatError` if the file does not reach that far."""
        self._check(offset, size)
        data = os.pread(self.descriptor, size, offset)
        while len(data) < size and (more := os.pread(self.descriptor, size - len(data), offset + len(data))):
            data += more  # one call reads at most 2 GiB
        if len(data) < size:
            raise self._cut_off(offset, size)
        return memoryview(data)

    def window(self, offset: int, size: int, until: int | None = None) -> memoryview:
        """Return what the file has from `offset` on, `size` bytes at most; what lies before is no longer needed."""
        return self.read(offset, min(size, self.size - offset))

    def windows(self, start: int, end: int, size: int = WINDOW) -> Iterator[memoryview]:
        """Yield the bytes from `start` up to `end`, in windows of a size."""
        for offset in range(start, end, size):
            yield self.window(offset, min(size, end - offset))

    def keep(self) -> None:
        """Do nothing: the operating system keeps what was read."""

    def check_size(self) -> None:
        """Do nothing: a read of what is not there any more says so itself."""

    def refresh(self) -> None:
        """Take notice of what was added to the file."""
        self.size = self._current_size()

    def is_being_written(self) -> bool:
        """Say whether a writer is at work on the file."""
        return is_locked(self.descriptor)

    def identity(self) -> object:
        """Return what tells the file from one that took its place under the same path."""
        status = os.fstat(self.descriptor)
        return status.st_dev, status.st_ino

    def again(self) -> Self:
        """Return another access to the same bytes, for another thread."""
        return type(self)(self.path, self.descriptor)

    def close(self) -> None:
        """Close the file."""
        descriptor, self.descriptor = self.descriptor, -1  # forgotten first: the number may be somebody else's next
        if descriptor >= 0:
            os.close(descriptor)

    def __del__(self) -> None:
        self.close()

    def _check(self, offset: int, size: int) -> None:
        if self.descriptor < 0:
            raise ClosedError(f"{self.path}: the reader is closed")
        require_inside(self.path, offset, size, self.size)

    def _cut_off(self, offset: int, size: int) -> FormatError:
        return FormatError(f"the file shrank while it was read: {size} bytes expected", path=self.path, offset=offset)


class MappedFile(PlainFile):
    """A file mapped into memory. Views stay valid after `close`: the mapping goes when the last one does.

    A view shows what the file holds now. Where another program cuts the file off (no writer of this library does),
    looking at a view of what was there ends the process: the operating system sends SIGBUS. `check_size` asks before,
    which is no promise; a `PlainFile` is.
    """

    def __init__(self, path: StrPath, descriptor: int | None = None) -> None:
        super().__init__(path, descriptor)
        self._map: Mapping | None = None
        self._view = memoryview(b"")
        self._recent: deque[int] = deque(maxlen=4)  # where the last windows begin: their blocks may still be in use
        self.refresh()

    def read(self, offset: int, size: int) -> memoryview:
        """Return a view of the bytes from `offset` on; raise `FormatError` if the file does not reach that far."""
        if self.descriptor < 0 or size < 0 or offset < 0 or offset + size > self.size:
            self._check(offset, size)
        return self._view[offset : offset + size]

    def check_size(self) -> None:
        """Raise `FormatError` where the file was cut off: a view of what was there would end the process."""
        if self.descriptor >= 0 and os.lseek(self.descriptor, 0, os.SEEK_END) < self.size:
            raise self._cut_off(os.fstat(self.descriptor).st_size, self.size)

    def window(self, offset: int, size: int, until: int | None = None) -> memoryview:
        """Return a view of what the file has from `offset` on, `size` bytes at most.

        Its pages are mapped together, and those of much earlier windows leave the process; a view of them still
        works, and brings them back.
        """
        window = self.read(offset, min(size, self.size - offset))
        self.check_size()
        if self._map is not None:
            page, recent = offset - offset % mmap.PAGESIZE, self._recent
            if recent and page < recent[-1]:
                recent.clear()
            if not recent or page > recent[-1]:
                if len(recent) == recent.maxlen:
                    self._map.advise(mmap.MADV_DONTNEED, recent[0], recent[1] - recent[0])
                recent.append(page)
            with contextlib.suppress(OSError):  # an older kernel: the pages come one by one
                self._map.advise(_POPULATE_READ, page, len(window) + offset - page)
        return window

    def refresh(self) -> None:
        """Map what was added to the file."""
        size = self._current_size()
        if size != len(self._view):
            self._map = Mapping(self.descriptor, size) if size else None
            self._view = self._map.view if self._map is not None else memoryview(b"")
            self._recent.clear()
        self.size = size

    def close(self) -> None:
        """Close the file, and let go of the mapping."""
        super().close()
        self._map, self._view = None, memoryview(b"")
