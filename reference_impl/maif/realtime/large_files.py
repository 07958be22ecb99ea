"""`mmap_file`: a file that is larger than memory, chunk by chunk, without a copy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Self

from maif.arguments import path_text, whole_number
from maif.file.access import MappedFile
from maif.file.lock import StrPath
from maif.units import parse_size


class LargeFile:
    """A file that is mapped into memory: a context manager, made by `mmap_file`.

    Views of it stay valid after the `with` block: the mapping goes when the last of them does.
    """

    def __init__(self, path: StrPath, mmap_size: int | str = "1GB") -> None:
        self.path = path_text(path)
        self._most = whole_number(1, mmap_size=parse_size(mmap_size))
        self._file = MappedFile(path)

    def __len__(self) -> int:
        """Return the size in bytes."""
        return self._file.size

    def __getitem__(self, part: slice) -> memoryview:
        """Return a view of a part, for slices without a step."""
        start, end, _ = part.indices(self._file.size)
        return self._file.read(start, max(end - start, 0))

    def iter_chunks(self, chunk_size: int | str = "64MB") -> Chunks:
        """Return the file's chunks, read-only views of its bytes, for `for` and for `async for`.

        Iterating brings the pages of a chunk into memory together, in `async for` by a thread, and lets those of much
        earlier chunks leave. Raises `FormatError` if the file becomes smaller meanwhile.
        """
        size = whole_number(1, chunk_size=parse_size(chunk_size))
        return Chunks(self._file, min(size, self._most))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Chunks:
    """Chunks of a file, for `for` and for `async for`; each loop begins anew."""

    def __init__(self, file: MappedFile, size: int) -> None:
        self._file, self._size = file, size

    def __iter__(self) -> Iterator[memoryview]:
        return (self._file.window(offset, self._size) for offset in self._offsets())

    async def __aiter__(self) -> AsyncIterator[memoryview]:
        for offset in self._offsets():
            yield await asyncio.to_thread(self._file.window, offset, self._size)

    def _offsets(self) -> range:
        return range(0, self._file.size, self._size)


def mmap_file(path: StrPath, *, mmap_size: int | str = "1GB") -> LargeFile:
    """Map a file into memory, to read it in chunks without copying it; a chunk has at most `mmap_size` bytes.

    Raises `OSError` where the file cannot be opened, and `FormatError` for what is no regular file.

    >>> with open("numbers.bin", "wb") as file:
    ...     _ = file.write(bytes(range(10)))
    >>> with mmap_file("numbers.bin") as large:
    ...     [bytes(chunk) for chunk in large.iter_chunks(4)], len(large)
    ([b'\\x00\\x01\\x02\\x03', b'\\x04\\x05\\x06\\x07', b'\\x08\\t'], 10)
    """
    return LargeFile(path, mmap_size)
