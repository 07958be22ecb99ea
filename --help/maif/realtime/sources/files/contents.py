"""What a file holds, at any offset: as it is, or decompressed if it is a `.gz`."""

from __future__ import annotations

import os
import zlib
from types import TracebackType
from typing import Self

from maif.realtime.sources.files.bookmarks import EDGE

_READING = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK  # a named pipe is not waited for
_RAW = 64 << 10  # compressed bytes that are read together
_INFLATED = 1 << 20  # bytes that they may become at once


class PlainContent:
    """The bytes of an open file."""

    compressed = False

    def __init__(self, path: str) -> None:
        self._descriptor = os.open(path, _READING)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.close()

    @property
    def inode(self) -> int:
        """Tell which file is open, whatever has its name by now."""
        return os.fstat(self._descriptor).st_ino

    def read(self, start: int, size: int) -> bytes:
        """Return the bytes from `start` on, `size` of them, or fewer at the end."""
        data = os.pread(self._descriptor, size, start)
        while len(data) < size and (more := os.pread(self._descriptor, size - len(data), start + len(data))):
            data += more
        return data

    def forget(self, before: int) -> None:
        """Take notice that nothing before this offset is needed soon."""

    @property
    def torn(self) -> str:
        """Say what is wrong with the end of the content; nothing, if the text is empty."""
        return ""

    def close(self) -> None:
        """Close the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class GzipContent(PlainContent):
    """What a `.gz` file decompresses to. It holds what was read since `forget`; going back before that starts anew.

    A file that ends within a compressed stream, or holds something else, gives what could be read; `torn` says why
    there is no more.
    """

    compressed = True

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._restart()

    def _restart(self) -> None:
        self._head = b""
        self._inflate = zlib.decompressobj(wbits=31)
        self._raw_position = 0
        self._base, self._held = 0, bytearray()
        self._broken = ""

    def read(self, start: int, size: int) -> bytes:
        """Return the decompressed bytes from `start` on, `size` of them, or fewer at the end."""
        if start + size <= len(self._head):
            return self._head[start : start + size]
        if start < self._base:
            self._restart()
        while self._base + len(self._held) < start + size and self._inflate_more():
            if len(self._head) < EDGE and not self._base:
                self._head = bytes(self._held[:EDGE])
            self.forget(start)
        offset = start - self._base
        return bytes(self._held[offset : offset + size])

    def _inflate_more(self) -> bool:
        if self._broken:
            return False
        raw = super().read(self._raw_position, _RAW)
        if self._inflate.eof:
            if not raw.strip(b"\0"):  # the end, or padding, as tapes have it
                return False
            self._inflate = zlib.decompressobj(wbits=31)  # another stream follows
        try:
            data = self._inflate.decompress(raw, _INFLATED)
        except zlib.error as error:
            self._broken = f"not gzip from byte {self._raw_position} of the file on: {error}"
            return False
        self._held += data
        rest = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
        self._raw_position += len(raw) - len(rest)
        return bool(raw or data)

    def forget(self, before: int) -> None:
        """Let go of what stands before this offset, but for the last 1 KiB."""
        excess = min(before - EDGE - self._base, len(self._held))
        if excess >= _RAW:
            del self._held[:excess]
            self._base += excess

    @property
    def torn(self) -> str:
        """Say what is wrong with the end of the content; nothing, if the text is empty."""
        return self._broken or ("" if self._inflate.eof else "the compressed stream ends early")


def open_content(path: str) -> PlainContent:
    """Open a file by its name: one that ends in `.gz` is decompressed."""
    return GzipContent(path) if path.endswith(".gz") else PlainContent(path)
